// Winsock has numbers of its own, from 10000 on.
// https://learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2
#include <winsock2.h>

#include "01_blocking/errors/names.h"

namespace l01 {

SystemError NameOf(Fault fault) {
  switch (fault) {
    case Fault::kRefused:
      return {WSAECONNREFUSED, "WSAECONNREFUSED"};
    case Fault::kWouldBlock:
      return {WSAEWOULDBLOCK, "WSAEWOULDBLOCK"};
    case Fault::kInProgress:
      return {WSAEWOULDBLOCK, "WSAEWOULDBLOCK"};
    case Fault::kReceiveTimedOut:
      return {WSAETIMEDOUT, "WSAETIMEDOUT"};
    case Fault::kReset:
      return {WSAECONNRESET, "WSAECONNRESET"};
    case Fault::kSendAfterEnd:
      return {WSAESHUTDOWN, "WSAESHUTDOWN"};
    case Fault::kNotConnected:
      return {WSAENOTCONN, "WSAENOTCONN"};
    case Fault::kConnected:
      return {WSAEISCONN, "WSAEISCONN"};
    case Fault::kAddressInUse:
      return {WSAEADDRINUSE, "WSAEADDRINUSE"};
    case Fault::kAddressNotOurs:
      return {WSAEADDRNOTAVAIL, "WSAEADDRNOTAVAIL"};
    case Fault::kNotListening:
      return {WSAEINVAL, "WSAEINVAL"};
    case Fault::kNotASocket:
      return {WSAENOTSOCK, "WSAENOTSOCK"};
    case Fault::kMessageTooLong:
      return {WSAEMSGSIZE, "WSAEMSGSIZE"};
    case Fault::kInterrupted:
    case Fault::kNoDescriptorLeft:
      break;  // Windows has no such signals, and no limit that a process could lower
  }
  return {0, "none"};
}

}  // namespace l01
