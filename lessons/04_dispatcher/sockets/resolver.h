// Asking a name server without stopping the loop.
//
// getaddrinfo blocks, for seconds if a name server is silent, and it cannot be interrupted. It runs
// on a thread of its own and posts the answer to the loop. Destroying the Resolver does not wait
// for that thread: it lets go of the request, and the answer then finds nobody. A real client would
// bound the number of such threads, or use an asynchronous resolver (c-ares).
#ifndef LESSONS_04_DISPATCHER_SOCKETS_RESOLVER_H_
#define LESSONS_04_DISPATCHER_SOCKETS_RESOLVER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "01_blocking/sockets/endpoint.h"
#include "04_dispatcher/loop/physical_socket_server.h"

namespace l04 {

/// Looks up one name at a time. Belongs to the loop's thread.
class Resolver {
 public:
  /// The addresses in the order in which to try them; if there are none, `error` says why.
  using Done = std::function<void(std::vector<l01::Endpoint> addresses, std::string error)>;

  /// `server` must outlive this object.
  explicit Resolver(PhysicalSocketServer& server) : server_(server) {}
  /// Forgets a running request: its Done does not run.
  ~Resolver() { Cancel(); }
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  /// Starts a look-up and forgets a former one. `done` runs on the loop, inside Wait().
  void Start(const std::string& host, std::uint16_t port, Done done);
  /// Forgets the running request.
  void Cancel();

 private:
  struct Request;
  static void LookUp(const std::shared_ptr<Request>& request, const std::string& host,
                     std::uint16_t port);
  static void Answer(const std::shared_ptr<Request>& request,
                     const std::vector<l01::Endpoint>& addresses, const std::string& error);

  PhysicalSocketServer& server_;      // where the answer is posted
  std::shared_ptr<Request> request_;  // shared with the thread that asks
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SOCKETS_RESOLVER_H_
