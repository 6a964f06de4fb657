// `serve`: run a server until Ctrl-C. And `connect`: talk to one. Shared by lessons 01 to 04.
#ifndef LESSONS_01_BLOCKING_ECHO_SERVE_H_
#define LESSONS_01_BLOCKING_ECHO_SERVE_H_

#include <cstdio>

#include "01_blocking/sockets/endpoint.h"
#include "support/command_line.h"
#include "support/stop_signal.h"

namespace l01 {

/// The address that `serve` was told to listen on.
/// @throws support::UsageError if it is not a numeric address.
Endpoint ListenEndpoint(const support::ServeOptions& options);

/// Prints `listening on A:P`, flushed, so that whoever started us learns the port.
void AnnounceListening(const Endpoint& local);

/// Runs a server that has local(), Run() and Stop() until SIGINT or SIGTERM. Returns 0.
/// @throws what the server's Run() throws.
template <typename Server>
int ServeUntilStopped(Server& server) {
  const support::StopSignal stop([&server] { server.Stop(); });
  AnnounceListening(server.local());
  server.Run();
  return 0;
}

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ECHO_SERVE_H_
