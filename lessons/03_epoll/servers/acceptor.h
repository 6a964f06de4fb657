// Accepting, with every outcome told apart, and one descriptor in reserve. Lesson 03.
//
// l01::Socket::Accept says the same for "nobody waits" and "this client is gone already". A poll
// loop may treat both alike: the listener is reported again. An edge-triggered loop must not. There
// "gone" means go on, or the clients behind that one are never accepted.
#ifndef LESSONS_03_EPOLL_SERVERS_ACCEPTOR_H_
#define LESSONS_03_EPOLL_SERVERS_ACCEPTOR_H_

#include <cstdint>
#include <string>

#include "01_blocking/sockets/accept_pause.h"
#include "01_blocking/sockets/socket.h"
#include "03_epoll/epoll/descriptor.h"

namespace l03 {

/// Owns a listener. Used by one thread.
class Acceptor {
 public:
  /// What one Accept() came to.
  enum class Outcome {
    kClient,      ///< a client was accepted
    kNobody,      ///< would block: nobody waits, the next one is reported
    kClientGone,  ///< this client left or its packet was in error: others may wait behind it
    kRefused,     ///< no descriptor left: one client was hung up on; others may wait behind it
    kExhausted,   ///< no descriptor or no memory, and the reserve did not help: try again later
  };
  /// The outcome, and the client if there is one.
  struct Result {
    Outcome outcome;     // what happened
    l01::Socket client;  // valid if kClient; blocking
  };

  /// Takes a listening socket and makes it non-blocking. @throws l01::SocketError.
  explicit Acceptor(l01::Socket listener);

  /// Accepts one client. @throws l01::SocketError for what trying again does not mend.
  Result Accept();

  /// The listening socket.
  const l01::Socket& listener() const noexcept { return listener_; }
  /// How many times accept was called.
  std::uint64_t calls() const noexcept { return calls_; }

 private:
  l01::Socket AcceptNow();
  Result AcceptWithTheReserve(int error);
  std::string Reason(int error) const;

  l01::Socket listener_;     // non-blocking
  Descriptor reserve_;       // given up for a moment when descriptors run out
  std::uint64_t calls_ = 0;  // calls of accept
  l01::AcceptPause pause_;   // when a line about it was printed
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_ACCEPTOR_H_
