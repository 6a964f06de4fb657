// Windows calls a handler of Ctrl-C on a thread of its own.
#include "01_blocking/echo/serve.h"
#include "04_dispatcher/servers/echo_server.h"
#include "04_dispatcher/servers/serve.h"

namespace l04 {

std::vector<std::string> ServeChoices() {
  return BackendNames();
}

int Serve(const l01::Endpoint& local, const std::string& choice, std::size_t groups) {
  EchoServer server(local, MakeBackend(BackendFromString(choice), groups));
  return l01::ServeUntilStopped(server);
}

}  // namespace l04
