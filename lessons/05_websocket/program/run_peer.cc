// The echo and protoo server, or a person behind a listening socket.
#include "05_websocket/program/run_peer.h"

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <stdexcept>

#include "01_blocking/echo/serve.h"
#include "05_websocket/loopback/server.h"
#include "05_websocket/program/listen_peer.h"
#include "support/standard_streams.h"
#include "support/stop_signal.h"

namespace l05 {
namespace {

// The file is for clients: --ca FILE makes them trust this server.
void WriteCertificate(const PeerArguments& arguments, const LoopbackServer& server) {
  if (arguments.cert_out.empty()) return;
  std::FILE* const file = std::fopen(arguments.cert_out.c_str(), "wb");
  const bool written = file != nullptr && std::fputs(server.certificate().c_str(), file) >= 0;
  if (file == nullptr || std::fclose(file) != 0 || !written) {
    throw std::runtime_error("--cert-out " + arguments.cert_out + ": cannot be written");
  }
}

int Serve(const PeerArguments& arguments, const LoopbackOptions& options) {
  std::mutex mutex;
  std::condition_variable stopped;
  bool stop_asked = false;
  // Before the server's thread starts: it must inherit the blocked signals.
  const support::StopSignal stop([&] {
    const std::lock_guard lock(mutex);
    stop_asked = true;
    stopped.notify_one();
  });
  const LoopbackServer server(options);
  WriteCertificate(arguments, server);
  l01::AnnounceListening(server.address());
  std::unique_lock lock(mutex);
  stopped.wait(lock, [&stop_asked] { return stop_asked; });
  return 0;
}

// Standard output belongs to the clients' messages.
int Listen(const PeerArguments& arguments, const LoopbackOptions& options) {
  ListenPeer* running = nullptr;
  std::mutex mutex;
  bool stop_asked = false;
  const support::StopSignal stop([&] {
    const std::lock_guard lock(mutex);
    stop_asked = true;
    if (running != nullptr) running->Stop();
  });
  ListenPeer peer;
  {
    const std::lock_guard lock(mutex);
    running = &peer;
    if (stop_asked) peer.Stop();
  }
  return peer.Run(options, [&arguments](const LoopbackServer& server) {
    WriteCertificate(arguments, server);
    support::WriteStandardError("listening on " + server.address().ToString() + "\n");
  });
}

}  // namespace

int RunPeer(const PeerArguments& arguments) {
  support::IgnoreBrokenPipes();
  LoopbackOptions options;
  options.local = l01::ListenEndpoint({arguments.where.port, arguments.where.bind});
  options.tls = arguments.tls;
  return arguments.listen ? Listen(arguments, options) : Serve(arguments, options);
}

}  // namespace l05
