// How connections end: in order (FIN) or broken (RST). Lesson 01.
//
// close() does not promise that the peer receives what was sent. If bytes of the peer are unread in
// our buffer, the system sends RST instead of FIN, and RST makes the peer's system throw away what
// it has not handed out yet.
#ifndef LESSONS_01_BLOCKING_EXPERIMENTS_CLOSING_H_
#define LESSONS_01_BLOCKING_EXPERIMENTS_CLOSING_H_

#include <chrono>
#include <string>

#include "01_blocking/sockets/socket.h"

namespace l01 {

/// How the peer ended a connection.
enum class Ending {
  kFin,    ///< in order: recv returns 0
  kReset,  ///< broken: recv fails
};

/// Reads until the connection ends and tells how. `*received`, if given, gets the bytes.
Ending ReadToTheEnd(Socket& socket, std::string* received = nullptr);

/// Closes so that the peer gets everything that was sent: closes our direction, reads until the
/// peer closes its own, then closes. Returns false if the peer did not close within `patience`,
/// however much it sent meanwhile.
/// @throws SocketError if the system cannot wait.
bool CloseInOrder(Socket socket, std::chrono::milliseconds patience);

/// Binds a listener to a port on which a closed connection still rests in TIME_WAIT, with or
/// without SO_REUSEADDR. Returns whether bind allowed it. TIME_WAIT: the side that closed first
/// remembers the connection for a minute, so that late packets do not reach the next one (RFC 9293
/// section 3.4.2).
bool CanBindDespiteTimeWait(bool reuse_address);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_EXPERIMENTS_CLOSING_H_
