// The bytes of a stream socket: sending, receiving, and the end of each direction. Lesson 02.
//
// Here it is decided what FD_READ, FD_WRITE and FD_CLOSE mean. Linux calls a socket readable at the
// end of the stream and writable when it is broken; Winsock has an event of its own for both.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_TRANSFER_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_TRANSFER_H_

#include <span>

#include "02_wsaeventselect/emulation/association.h"
#include "02_wsaeventselect/emulation/backlog.h"
#include "02_wsaeventselect/emulation/connection.h"
#include "02_wsaeventselect/emulation/kernel_socket.h"

namespace l02 {

/// The only flags that Winsock's send and recv know.
inline constexpr int kPortableFlags = MSG_OOB | MSG_PEEK | MSG_DONTROUTE;

/// Both directions of one stream socket.
class StreamTransfer {
 public:
  StreamTransfer(const KernelSocket& kernel, Association& association, Connection& connection)
      : kernel_(kernel), association_(association), connection_(connection) {}

  /// Posts FD_READ, FD_WRITE, FD_OOB and FD_CLOSE if they have become true. Only while connected.
  void Look();

  /// Sends what fits, now. Never waits: WSAEWOULDBLOCK. With `keep_rest` the rest is kept for later
  /// if the profile has no short sends.
  Outcome Send(std::span<const char> data, int flags, bool keep_rest);
  /// Receives what is there, now. 0 is the end of the stream.
  Outcome Receive(std::span<char> room, int flags);
  /// No more receives.
  void ShutReceive() { receive_shut_ = true; }
  /// The end of the stream, behind what is kept for later.
  void ShutSend();
  /// Hands data on that the application believes sent and the kernel had no room for. Returns false
  /// once the last byte is on its way or never will be.
  bool HasBacklog();

 private:
  bool LookForData(short ready);
  void LookForClose(short ready);

  const KernelSocket& kernel_;  // the socket
  Association& association_;    // where the events go
  Connection& connection_;      // whether there is one, and whether it broke
  SendBacklog backlog_;         // used if sends are never short
  bool send_shut_ = false;      // our shutdown(SD_SEND)
  bool receive_shut_ = false;   // our shutdown(SD_RECEIVE), which the kernel is not told
  bool ended_ = false;          // the peer's end of stream has been peeked
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_TRANSFER_H_
