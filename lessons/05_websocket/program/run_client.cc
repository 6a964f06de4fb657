// One line client, one request, or the embedded server, until it ends or somebody presses Ctrl-C.
#include "05_websocket/program/run_client.h"

#include <condition_variable>
#include <mutex>

#include "01_blocking/echo/serve.h"
#include "05_websocket/loopback/server.h"
#include "05_websocket/program/line_client.h"
#include "05_websocket/program/protoo_request.h"
#include "support/stop_signal.h"

namespace l05 {

int RunClient(const ClientArguments& arguments) {
  CheckFiles(arguments);
  if (arguments.method.empty()) return LineClient(arguments).Run();
  return ProtooRequestClient(arguments).Run();
}

int RunPeer(const std::string& bind, std::uint16_t port) {
  std::mutex mutex;
  std::condition_variable stopped;
  bool stop_asked = false;
  // Before the server's thread starts: it must inherit the blocked signals.
  const support::StopSignal stop([&] {
    const std::lock_guard lock(mutex);
    stop_asked = true;
    stopped.notify_one();
  });
  const LoopbackServer server(l01::ListenEndpoint({port, bind}));
  l01::AnnounceListening(server.address());
  std::unique_lock lock(mutex);
  stopped.wait(lock, [&stop_asked] { return stop_asked; });
  return 0;
}

}  // namespace l05
