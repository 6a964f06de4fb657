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
#include <poll.h>
#include <unistd.h>
#endif

namespace l01 {
namespace {

#ifdef _WIN32
int ReadOnce(std::span<std::byte> room) {
  return ::_read(0, room.data(), static_cast<unsigned>(room.size()));
}
int WriteOnce(std::span<const std::byte> bytes) {
  return ::_write(1, bytes.data(), static_cast<unsigned>(bytes.size()));
}
// The C runtime of Windows has no non-blocking streams.
bool WaitFor(bool /*input*/) {
  return false;
}
#else
ssize_t ReadOnce(std::span<std::byte> room) {
  return ::read(STDIN_FILENO, room.data(), room.size());
}
ssize_t WriteOnce(std::span<const std::byte> bytes) {
  return ::write(STDOUT_FILENO, bytes.data(), bytes.size());
}
// O_NONBLOCK belongs to the open file and not to us: a shell or another program at the same pipe
// may have set it, and would notice if it was cleared. So "not now" is waited for.
bool WaitFor(bool input) {
  if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
  pollfd stream{};
  stream.fd = input ? STDIN_FILENO : STDOUT_FILENO;
  stream.events = input ? POLLIN : POLLOUT;
  return ::poll(&stream, 1, -1) >= 0 || errno == EINTR;
}
#endif

}  // namespace

void UseBinaryStandardStreams() {
#ifdef _WIN32
  ::_setmode(0, _O_BINARY);
  ::_setmode(1, _O_BINARY);
#endif
}

IoResult ReadInput(std::span<std::byte> room) {
  auto count = ReadOnce(room);
  while (count < 0 && (errno == EINTR || WaitFor(/*input=*/true))) count = ReadOnce(room);
  if (count < 0) return IoResult::Error(errno);
  if (count == 0) return IoResult::EndOfStream();
  return IoResult::Bytes(static_cast<std::size_t>(count));
}

std::size_t ReadStandardInput(std::span<std::byte> room) {
  return ReadInput(room).bytes;
}

// Not fwrite(): of what it could not write it does not say how much it wrote.
void WriteStandardOutput(std::span<const std::byte> bytes) {
  std::fflush(stdout);  // what printf() left behind comes first
  while (!bytes.empty()) {
    const auto count = WriteOnce(bytes);
    if (count >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (errno != EINTR && !WaitFor(/*input=*/false)) {
      throw SocketError("write", "standard output", std::strerror(errno));
    }
  }
}

}  // namespace l01
