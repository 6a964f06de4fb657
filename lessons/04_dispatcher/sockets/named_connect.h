// The addresses behind a name, one after the other, for a socket that connects by name. Lesson 04.
//
// A name often has an IPv6 and an IPv4 address and only one of them works, or the host has IPv6
// only. WebRTC looks at the first IPv4 address and gives up without a word if there is none. A
// browser races the addresses ("happy eyeballs", RFC 8305); here one follows the other.
#ifndef LESSONS_04_DISPATCHER_SOCKETS_NAMED_CONNECT_H_
#define LESSONS_04_DISPATCHER_SOCKETS_NAMED_CONNECT_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "01_blocking/sockets/endpoint.h"
#include "04_dispatcher/sockets/resolver.h"

namespace l04 {

/// What one Connect(host, port) still has to try. Belongs to the loop's thread.
class NamedConnect {
 public:
  /// `server` must outlive this object.
  NamedConnect(PhysicalSocketServer& server, std::chrono::milliseconds per_address)
      : resolver_(server), server_(server), per_address_(per_address) {}

  /// Looks the name up on another thread; then `found` runs on the loop: ask Next() for addresses.
  void Start(const std::string& host, std::uint16_t port, std::function<void()> found);
  /// The next address to try; nullopt if there is none left.
  std::optional<l01::Endpoint> Next();
  /// True if Next() would give an address.
  bool HasNext() const { return next_ < addresses_.size(); }
  /// Why the name has no address, "resolve nobody.invalid: Name or service not known"; else empty.
  const std::string& failure() const { return failure_; }
  /// An attempt begins: `late` runs when it has taken too long. Next() and Cancel() stop the clock.
  void StartClock(std::function<void()> late);
  /// Gives up: neither `found` nor `late` will run, and no address is left.
  void Cancel();

 private:
  Resolver resolver_;                      // looks the name up
  std::vector<l01::Endpoint> addresses_;   // what to try, in this order
  std::size_t next_ = 0;                   // index of the next address
  std::string failure_;                    // see failure()
  PhysicalSocketServer& server_;           // has the clock
  std::chrono::milliseconds per_address_;  // how long an attempt may take
  std::optional<Timer> clock_;             // runs out when it has taken too long
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SOCKETS_NAMED_CONNECT_H_
