// How a stream socket's connection begins and how it breaks. Lesson 02.
//
// Linux tells the outcome of a connect and a reset once, to whoever asks first. Winsock goes on
// telling them. So every question to the kernel that may receive such an answer goes through here,
// and the answer is remembered.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_CONNECTION_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_CONNECTION_H_

#include "02_wsaeventselect/emulation/association.h"
#include "02_wsaeventselect/emulation/kernel_socket.h"

namespace l02 {

/// The connection of one stream socket, from the attempt to the reset.
class Connection {
 public:
  /// Where it stands.
  enum class Phase { kUnconnected, kConnecting, kConnected, kFailed };

  /// An accepted socket starts in kConnected, any other in kUnconnected.
  Connection(KernelSocket& kernel, Association& association, Phase phase)
      : kernel_(kernel), association_(association), phase_(phase) {}

  /// Asks the kernel how an attempt is going, then says where the connection stands.
  Phase Update();
  /// Posts FD_CONNECT once an attempt has ended.
  void Look();

  /// Starts an attempt: WSAEWOULDBLOCK, or why that is impossible.
  Outcome Start(const sockaddr* address, int size);
  /// WSAEWOULDBLOCK while the attempt goes on, then its result.
  Outcome Result();
  /// Whether data can flow: 0, or the error for a send or a receive.
  Outcome Check(bool sending);

  /// SO_ERROR was `errno_value`: the connection is broken from now on. 0 is ignored.
  void NoteReset(int errno_value);
  /// A call failed with `errno_value`: it may be about the connection, or about the call only.
  void NoteFailedCall(int errno_value) {
    if (EndsConnection(errno_value)) NoteReset(errno_value);
  }
  /// Asks the kernel whether the connection is broken, and notes it.
  void TakeReset() { NoteReset(kernel_.TakeError()); }
  bool reset() const { return reset_; }
  /// The code of FD_CLOSE, or 0: the profile may hide a reset.
  int reset_code() const { return reset_code_; }
  /// SO_ERROR as Winsock has it: reading does not clear it.
  int SocketError();

 private:
  void TakeConnectResult();

  KernelSocket& kernel_;           // the socket
  Association& association_;       // where FD_CONNECT goes
  Phase phase_;                    // see above
  bool connect_finished_ = false;  // an own connect has succeeded or failed
  int connect_error_ = 0;          // why it failed, or 0
  bool reset_ = false;             // the connection broke; the kernel tells it only once
  int reset_code_ = 0;             // with which Winsock code
  int sticky_error_ = 0;           // SO_ERROR
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_CONNECTION_H_
