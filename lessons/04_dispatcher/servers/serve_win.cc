// Windows calls a handler of Ctrl-C on a thread of its own.
#include "01_blocking/echo/serve.h"
#include "04_dispatcher/servers/echo_server.h"
#include "04_dispatcher/servers/serve.h"

namespace l04 {

int Serve(const l01::Endpoint& local, BackendKind backend, std::size_t groups) {
  EchoServer server(local, MakeBackend(backend, groups));
  return l01::ServeUntilStopped(server);
}

}  // namespace l04
