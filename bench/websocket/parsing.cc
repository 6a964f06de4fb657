// Reading frames: header, unmasking and the check of the text, one message per iteration.
#include <benchmark/benchmark.h>

#include "05_websocket/messages/reader.h"
#include "websocket/frame_source.h"

namespace {

void Lesson05(benchmark::State& state) {
  bench::FrameSource source(static_cast<std::size_t>(state.range(0)));
  l05::MessageReader reader(l05::Role::kServer);
  for (auto _ : state) {
    l05::ReadEvent event = reader.Next();
    while (event.kind == l05::ReadEvent::Kind::kNeedMore) {
      const auto space = reader.buffer().WriteSpace();
      reader.buffer().Commit(source.Read(space.data(), space.size()));
      event = reader.Next();
    }
    if (event.kind != l05::ReadEvent::Kind::kMessage) return state.SkipWithError("no message");
    benchmark::DoNotOptimize(event);
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Lesson05)->Name("parse/lesson05")->Arg(32)->Arg(125)->Arg(1024)->Arg(60'000);

}  // namespace

BENCHMARK_MAIN();
