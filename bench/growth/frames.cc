// Lesson 05: one masked text message of N octets, read, unmasked and checked, for callgrind.
//
//   growth_frames N REPEATS
#include <cstdio>
#include <cstdlib>

#include "05_websocket/messages/reader.h"
#include "websocket/frame_source.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: growth_frames N REPEATS\n");
    return 2;
  }
  const std::size_t repeats = std::strtoul(argv[2], nullptr, 10);
  bench::FrameSource source(std::strtoul(argv[1], nullptr, 10));
  l05::MessageReader reader(l05::Role::kServer);
  for (std::size_t read = 0; read < repeats;) {
    const l05::ReadEvent event = reader.Next();
    if (event.kind == l05::ReadEvent::Kind::kMessage) ++read;
    if (event.kind != l05::ReadEvent::Kind::kNeedMore) continue;
    const auto space = reader.buffer().WriteSpace();
    reader.buffer().Commit(source.Read(space.data(), space.size()));
  }
  return 0;
}
