// The errors of this room, by their name and number on this system. Lesson 01.
#ifndef LESSONS_01_BLOCKING_ERRORS_NAMES_H_
#define LESSONS_01_BLOCKING_ERRORS_NAMES_H_

namespace l01 {

/// What can go wrong, whatever the system calls it.
enum class Fault {
  kRefused,           // nobody listens there
  kWouldBlock,        // the call would have to wait
  kInProgress,        // a connection attempt goes on in the background
  kReceiveTimedOut,   // SO_RCVTIMEO has passed
  kReset,             // the peer has broken the connection
  kSendAfterEnd,      // our direction has been closed
  kNotConnected,      // there is no connection
  kConnected,         // there is one already
  kAddressInUse,      // somebody has this port
  kAddressNotOurs,    // this machine has no such address
  kNotListening,      // accept without listen
  kNotASocket,        // the handle belongs to no socket
  kMessageTooLong,    // a datagram that no packet can hold
  kInterrupted,       // a signal has come
  kNoDescriptorLeft,  // the process has as many files open as it may
};

/// An error code.
struct SystemError {
  int code;          // errno, or what WSAGetLastError() returns
  const char* name;  // ECONNREFUSED, or WSAECONNREFUSED
};

/// What this system calls `fault`; code 0 if it has nothing like it.
SystemError NameOf(Fault fault);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ERRORS_NAMES_H_
