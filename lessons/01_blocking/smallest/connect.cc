// The smallest connect that does not wait, from the raw calls: start it, and ask later what came of
// it.
//
// A program of its own: 01_smallest_connect PORT. POSIX only.
// [smallest-connect]
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

int Fail(const char* call, int error) {
  std::fprintf(stderr, "%s: %s\n", call, std::strerror(error));
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::fputs("usage: 01_smallest_connect PORT\n", stderr), 2;
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return Fail("socket", errno);
  const int flags = ::fcntl(fd, F_GETFL);
  if (::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) return Fail("fcntl", errno);

  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[1])));
  const int begun = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
  if (begun < 0 && errno != EINPROGRESS) return Fail("connect", errno);
  std::puts("begun; a real program does something else now");

  pollfd entry{fd, POLLOUT, 0};  // writable when the attempt has ended, well or badly
  const int ready = ::poll(&entry, 1, 5000);
  if (ready < 0) return Fail("poll", errno);
  if (ready == 0) return Fail("connect", ETIMEDOUT);
  int error = 0;  // ... and this tells which
  socklen_t size = sizeof error;
  if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0) return Fail("getsockopt", errno);
  if (error != 0) return Fail("connect", error);
  std::puts("connected");
}
// [smallest-connect]
