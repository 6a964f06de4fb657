// stdin is read with read(): fread() would wait until its whole buffer is full, and a person who
// typed one line would get no answer.
#include "01_blocking/echo/stdio_stream.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "01_blocking/sockets/error.h"

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#else
#include <unistd.h>
#endif

namespace l01 {
namespace {

#ifdef _WIN32
int ReadOnce(std::span<std::byte> room) {
  return ::_read(0, room.data(), static_cast<unsigned>(room.size()));
}
#else
ssize_t ReadOnce(std::span<std::byte> room) {
  return ::read(STDIN_FILENO, room.data(), room.size());
}
#endif

}  // namespace

void UseBinaryStandardStreams() {
#ifdef _WIN32
  ::_setmode(0, _O_BINARY);
  ::_setmode(1, _O_BINARY);
#endif
}

std::size_t ReadStandardInput(std::span<std::byte> room) {
  auto count = ReadOnce(room);
  while (count < 0 && errno == EINTR) count = ReadOnce(room);
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

void WriteStandardOutput(std::span<const std::byte> bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size() ||
      std::fflush(stdout) != 0) {
    throw SocketError("write", "standard output", std::strerror(errno));
  }
}

}  // namespace l01
