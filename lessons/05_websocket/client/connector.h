// From a host and a port to a connected socket, trying every address the name has.
//
// A name often has an IPv6 and an IPv4 address and only one of them works. So they are tried in the
// order the resolver gave, and only when the last one failed the attempt has failed (RFC 6455 §4.1
// asks for nothing less than a connection). A real client would race them ("happy eyeballs",
// RFC 8305); here one follows the other.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_CONNECTOR_H_
#define LESSONS_05_WEBSOCKET_CLIENT_CONNECTOR_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "01_blocking/sockets/endpoint.h"
#include "04_dispatcher/loop/physical_socket_server.h"
#include "04_dispatcher/sockets/resolver.h"

namespace l05 {

/// Makes one connection. Belongs to the loop's thread. Destroying it cancels; its callbacks may
/// destroy it and never run inside Start().
class Connector {
 public:
  /// The connection stands.
  using OnConnected = std::function<void(std::unique_ptr<l04::AsyncSocket> socket)>;
  /// There is none: one line with the call, the address and the system's reason.
  using OnFailed = std::function<void(std::string what)>;

  /// `send_buffer` is SO_SNDBUF in octets, 0 for the system's choice.
  Connector(l04::PhysicalSocketServer& server, int send_buffer);

  /// Looks the host up and connects. One of the two callbacks runs later, inside Wait().
  void Start(const std::string& host, std::uint16_t port, OnConnected connected, OnFailed failed);
  /// Connects to the first of these addresses that answers.
  void Start(std::vector<l01::Endpoint> addresses, OnConnected connected, OnFailed failed);

 private:
  void TryNext();
  bool Begin(const l01::Endpoint& address);
  void OnCloseEvent(int error);
  void RememberError(int error);
  void Succeed();
  void Fail();

  l04::PhysicalSocketServer& server_;         // makes the sockets
  int send_buffer_;                           // SO_SNDBUF, or 0
  OnConnected connected_;                     // whom to tell about success
  OnFailed failed_;                           // whom to tell about failure
  std::vector<l01::Endpoint> addresses_;      // what to try
  std::size_t next_ = 0;                      // index of the next address
  std::string last_error_;                    // why the last address failed
  l04::Resolver resolver_;                    // looks the name up
  std::unique_ptr<l04::AsyncSocket> socket_;  // the attempt that runs
  l04::Timer later_;                          // ends Start() before a callback runs
  l04::Connection on_connect_;                // SignalConnectEvent of socket_
  l04::Connection on_close_;                  // SignalCloseEvent of socket_
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_CONNECTOR_H_
