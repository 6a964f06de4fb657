// On epoll a signal is a descriptor, and so one more dispatcher of the loop. (The emulation of
// WSAEventSelect has threads of its own and no descriptors: there a thread waits for the signal.)
#include <csignal>

#include "01_blocking/echo/serve.h"
#include "03_epoll/epoll/event_sources.h"
#include "03_epoll/servers/serve_alone.h"
#include "04_dispatcher/servers/descriptor_reader.h"
#include "04_dispatcher/servers/echo_server.h"
#include "04_dispatcher/servers/lean_echo_server.h"
#include "04_dispatcher/servers/serve.h"

namespace l04 {
namespace {

// No second thread: libc's recv and send are cheaper then, see lesson 03's serve_alone.h.
// [serve-on-epoll]
int ServeOnEpoll(const l01::Endpoint& local) {
  const l03::SignalFd signals({SIGINT, SIGTERM});
  EchoServer server(local, BackendKind::kEpoll);
  DescriptorReader reader(server.loop(), signals.fd());
  const Connection on_signal =
      reader.SignalBytes.connect([&server](std::string_view) { server.Stop(); });
  l01::AnnounceListening(server.local());
  server.Run();
  return 0;
}
// [serve-on-epoll]

}  // namespace

std::vector<std::string> ServeChoices() {
  std::vector<std::string> choices = BackendNames();
  choices.push_back("lean");
  return choices;
}

int Serve(const l01::Endpoint& local, const std::string& choice, std::size_t groups) {
  if (choice == "lean") return l03::ServeAlone<LeanEchoServer>(local);
  const BackendKind backend = BackendFromString(choice);
  if (backend == BackendKind::kEpoll) return ServeOnEpoll(local);
  EchoServer server(local, MakeBackend(backend, groups));
  return l01::ServeUntilStopped(server);
}

}  // namespace l04
