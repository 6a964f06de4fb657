// The datagrams of a UDP socket, and the one that found nobody. Lesson 02.
//
// A datagram socket has no connection that could end. What it has is a report that an earlier
// datagram could not be delivered: Linux tells the sender, Winsock tells the receiver.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_DATAGRAMS_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_DATAGRAMS_H_

#include <span>

#include "02_wsaeventselect/emulation/association.h"
#include "02_wsaeventselect/emulation/kernel_socket.h"

namespace l02 {

/// Both directions of one datagram socket.
class Datagrams {
 public:
  Datagrams(KernelSocket& kernel, Association& association)
      : kernel_(kernel), association_(association) {}

  /// Posts FD_READ, FD_WRITE and FD_CONNECT if they have become true.
  void Look();

  /// Remembers a peer. Nothing is sent for that.
  Outcome Connect(const sockaddr* address, int size);
  /// Sends one datagram, to the connected peer if `to` is null.
  Outcome Send(std::span<const char> data, int flags, const sockaddr* to, int to_size);
  /// Receives one datagram, and the sender's address if `from` is not null.
  Outcome Receive(std::span<char> room, int flags, AnyAddress* from);
  /// No more receives.
  void ShutReceive() { receive_shut_ = true; }
  /// No more sends. The peer is not told.
  void ShutSend() { send_shut_ = true; }

 private:
  void NoteUnreachable();

  KernelSocket& kernel_;       // the socket
  Association& association_;   // where the events go
  bool connected_ = false;     // connect has been called
  bool unreachable_ = false;   // the next receive reports an undelivered one
  bool send_shut_ = false;     // our shutdown(SD_SEND)
  bool receive_shut_ = false;  // our shutdown(SD_RECEIVE)
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_DATAGRAMS_H_
