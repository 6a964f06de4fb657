// From a host and a port to a connected socket: all addresses of the name, in a race (RFC 8305,
// "happy eyeballs").
//
// A name often has an IPv6 and an IPv4 address and only one of them works. An address that nobody
// answers at would cost the whole time limit if one waited for it. So the next attempt starts a
// quarter of a second later, or at once if one fails, and the first connection wins. The others are
// closed. Each attempt has a limit of its own, so the last address has as much time as the first.
// Left out: IPv6 and IPv4 are asked for in one look-up, which the race waits for.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_CONNECTOR_H_
#define LESSONS_05_WEBSOCKET_CLIENT_CONNECTOR_H_

#include <chrono>
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

  /// How long things may take. Zero: no limit.
  struct Pace {
    std::chrono::milliseconds limit{0};      // the look-up; and each attempt, from its start
    std::chrono::milliseconds stagger{250};  // until the next attempt starts (RFC 8305 §5)
  };

  /// `send_buffer` is SO_SNDBUF in octets, 0 for the system's choice.
  Connector(l04::PhysicalSocketServer& server, int send_buffer, Pace pace);

  /// Looks the host up and connects. One of the two callbacks runs later, inside Wait().
  void Start(const std::string& host, std::uint16_t port, OnConnected connected, OnFailed failed);
  /// Connects to one of these addresses. The first ones have a head start.
  void Start(std::vector<l01::Endpoint> addresses, OnConnected connected, OnFailed failed);

 private:
  // One address that may still answer.
  struct Attempt {
    l01::Endpoint address;                     // where to
    std::unique_ptr<l04::AsyncSocket> socket;  // on its way
    l04::Timer late;                           // its limit
    l04::Connection on_connect;                // SignalConnectEvent of socket
    l04::Connection on_close;                  // SignalCloseEvent of socket
  };

  void Race(std::vector<l01::Endpoint> addresses);
  void TryNext();
  bool Begin(Attempt* attempt);
  void Watch(Attempt* attempt);
  void GiveUp(Attempt* attempt, const std::string& why);
  void Succeed(Attempt* attempt);
  void Fail();

  l04::PhysicalSocketServer& server_;               // makes the sockets
  int send_buffer_;                                 // SO_SNDBUF, or 0
  Pace pace_;                                       // how long things may take
  OnConnected connected_;                           // whom to tell about success
  OnFailed failed_;                                 // whom to tell about failure
  std::vector<l01::Endpoint> addresses_;            // what to try
  std::size_t next_ = 0;                            // index of the next address
  std::string last_error_;                          // why the last attempt failed
  l04::Resolver resolver_;                          // looks the name up
  l04::Timer timer_;                                // ends Start(), the look-up, the head start
  std::vector<std::unique_ptr<Attempt>> attempts_;  // all that run
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_CONNECTOR_H_
