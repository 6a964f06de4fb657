// `serve` of lesson 04: the echo server until Ctrl-C. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_SERVERS_SERVE_H_
#define LESSONS_04_DISPATCHER_SERVERS_SERVE_H_

#include "01_blocking/sockets/endpoint.h"
#include "04_dispatcher/loop/backend.h"

namespace l04 {

/// Runs an EchoServer on `local` until SIGINT or SIGTERM. `groups` is for the backend wsa, see
/// MakeBackend(). Returns 0. @throws what the server throws.
int Serve(const l01::Endpoint& local, BackendKind backend, std::size_t groups);

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SERVERS_SERVE_H_
