// The lessons' echo servers without a sanitizer, for the gate that counts their instructions.
//
//   gate_echo_server level|edge|lean|epoll|lean_signals
//
// It serves as the lessons' own programs do, on one thread: Ctrl-C is an event of the loop. It
// leaves out what a request never meets and the compiler would need a minute for: command line,
// demo, Winsock.
#include <cstdio>
#include <memory>
#include <string>

#include "03_epoll/epoll/descriptor_limit.h"
#include "03_epoll/servers/edge_echo_server.h"
#include "03_epoll/servers/lean_echo_server.h"
#include "03_epoll/servers/level_echo_server.h"
#include "03_epoll/servers/serve_alone.h"
#include "04_dispatcher/backends/epoll_demultiplexer.h"
#include "04_dispatcher/backends/posix_socket_calls.h"
#include "04_dispatcher/loop/backend.h"
#include "04_dispatcher/servers/serve.h"

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
  const l01::Endpoint local = l01::Endpoint::Loopback();
  if (loop == "level") return l03::ServeAlone<l03::LevelEchoServer>(local);
  if (loop == "edge") return l03::ServeAlone<l03::EdgeEchoServer>(local);
  if (loop == "lean") return l03::ServeAlone<l03::LeanEchoServer>(local);
  if (loop == "epoll") return l04::Serve(local, "epoll", 1);
  if (loop == "lean_signals") return l04::Serve(local, "lean", 1);
  std::fprintf(stderr, "usage: gate_echo_server level|edge|lean|epoll|lean_signals\n");
  return 2;
}
