// `serve` of lesson 04: the echo server until Ctrl-C. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_SERVERS_SERVE_H_
#define LESSONS_04_DISPATCHER_SERVERS_SERVE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "01_blocking/sockets/endpoint.h"

namespace l04 {

/// What Serve() may be told to serve with: the backends of this build, and on Linux "lean".
std::vector<std::string> ServeChoices();

/// Runs an echo server on `local` until SIGINT or SIGTERM. `choice` is one of ServeChoices();
/// `groups` is for the backend wsa, see MakeBackend(). Returns 0. @throws what the server throws.
int Serve(const l01::Endpoint& local, const std::string& choice, std::size_t groups);

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SERVERS_SERVE_H_
