// POSIX: man 3 errno.
#include <cerrno>

#include "01_blocking/errors/names.h"

namespace l01 {

SystemError NameOf(Fault fault) {
  switch (fault) {
    case Fault::kRefused:
      return {ECONNREFUSED, "ECONNREFUSED"};
    case Fault::kWouldBlock:
      return {EAGAIN, "EAGAIN"};
    case Fault::kInProgress:
      return {EINPROGRESS, "EINPROGRESS"};
    case Fault::kReceiveTimedOut:
      return {EAGAIN, "EAGAIN"};
    case Fault::kReset:
      return {ECONNRESET, "ECONNRESET"};
    case Fault::kSendAfterEnd:
      return {EPIPE, "EPIPE"};
    case Fault::kNotConnected:
      return {ENOTCONN, "ENOTCONN"};
    case Fault::kConnected:
      return {EISCONN, "EISCONN"};
    case Fault::kAddressInUse:
      return {EADDRINUSE, "EADDRINUSE"};
    case Fault::kAddressNotOurs:
      return {EADDRNOTAVAIL, "EADDRNOTAVAIL"};
    case Fault::kNotListening:
      return {EINVAL, "EINVAL"};
    case Fault::kNotASocket:
      return {EBADF, "EBADF"};
    case Fault::kMessageTooLong:
      return {EMSGSIZE, "EMSGSIZE"};
    case Fault::kInterrupted:
      return {EINTR, "EINTR"};
    case Fault::kNoDescriptorLeft:
      return {EMFILE, "EMFILE"};
  }
  return {0, "none"};
}

}  // namespace l01
