// The lessons' echo servers without a sanitizer, for the gate that counts their instructions.
//
//   gate_echo_server level|edge|epoll
//
// It serves as the lessons' own programs do, through the same ServeUntilStopped. It leaves out what
// a request never meets and the compiler would need a minute for: command line, demo, Winsock.
#include <cstdio>
#include <memory>
#include <string>

#include "01_blocking/echo/serve.h"
#include "03_epoll/epoll/descriptor_limit.h"
#include "03_epoll/servers/edge_echo_server.h"
#include "03_epoll/servers/level_echo_server.h"
#include "04_dispatcher/backends/epoll_demultiplexer.h"
#include "04_dispatcher/backends/posix_socket_calls.h"
#include "04_dispatcher/servers/echo_server.h"

namespace {

template <typename Server>
int ServeLesson03() {
  Server server(l01::ListenOn(l01::Endpoint::Loopback()));
  return l01::ServeUntilStopped(server);
}

int ServeLesson04() {
  l04::EchoServer server(l01::Endpoint::Loopback(), l04::BackendKind::kEpoll);
  return l01::ServeUntilStopped(server);
}

}  // namespace

// A build with one backend, as Windows has, but with the other one.
namespace l04 {

Backend MakeBackend(BackendKind, std::size_t) {
  return {std::make_unique<PosixSocketCalls>(), std::make_unique<EpollDemultiplexer>()};
}

std::vector<BackendKind> AvailableBackends() {
  return {BackendKind::kEpoll};
}

BackendKind DefaultBackend() {
  return BackendKind::kEpoll;
}

}  // namespace l04

int main(int argc, char** argv) {
  l03::RaiseDescriptorLimit();
  const std::string loop = argc > 1 ? argv[1] : "";
  if (loop == "level") return ServeLesson03<l03::LevelEchoServer>();
  if (loop == "edge") return ServeLesson03<l03::EdgeEchoServer>();
  if (loop == "epoll") return ServeLesson04();
  std::fprintf(stderr, "usage: gate_echo_server level|edge|epoll\n");
  return 2;
}
