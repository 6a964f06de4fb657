// Listening on 127.0.0.1, for servers that differ only in how they wait.
#include "support/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace bench {
namespace {

// A thousand clients connect at once.
constexpr int kBacklog = 4096;

sockaddr* Generic(sockaddr_in* address) {
  return reinterpret_cast<sockaddr*>(address);
}

}  // namespace

void Fail(const char* what) {
  std::fprintf(stderr, "%s: %s\n", what, std::strerror(errno));
  std::exit(1);
}

void EndOnSigterm() {
  // Nothing is to be saved, and _exit may be called in a handler. No server asks between two
  // events whether it should stop: that would be measured, too.
  std::signal(SIGTERM, [](int) { ::_exit(0); });
  std::signal(SIGPIPE, SIG_IGN);
}

std::uint64_t RaiseDescriptorLimit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

void AnnouncePort(std::uint16_t port) {
  std::printf("listening on 127.0.0.1:%u\n", port);
  std::fflush(stdout);
}

int ListenOnLoopback() {
  EndOnSigterm();
  RaiseDescriptorLimit();
  const int door = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (door < 0) Fail("socket");
  sockaddr_in local{};
  local.sin_family = AF_INET;
  local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(door, Generic(&local), sizeof local) != 0) Fail("bind");
  if (::listen(door, kBacklog) != 0) Fail("listen");
  socklen_t size = sizeof local;
  if (::getsockname(door, Generic(&local), &size) != 0) Fail("getsockname");
  AnnouncePort(ntohs(local.sin_port));
  return door;
}

}  // namespace bench
