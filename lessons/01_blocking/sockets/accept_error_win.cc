// The errors that Microsoft's page lists for accept, each with its kind.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-accept
#include <winsock2.h>

#include "01_blocking/sockets/accept_error.h"

namespace l01 {

AcceptError ClassifyAcceptError(int code) noexcept {
  switch (code) {
    case WSAEWOULDBLOCK:
      return AcceptError::kNobodyWaits;
    case WSAECONNRESET:
    case WSAECONNABORTED:
    case WSAENOTCONN:   // Wine asks for the caller's address, and a caller that has reset has none
    case WSATRY_AGAIN:  // WSAAccept's condition put the caller off
    case WSAECONNREFUSED:  // or turned it away
    case WSAENETDOWN:
    case WSAENETUNREACH:
    case WSAEHOSTUNREACH:
    case WSAETIMEDOUT:
      return AcceptError::kClientGone;
    case WSAEMFILE:
    case WSAENOBUFS:
    case WSA_NOT_ENOUGH_MEMORY:
      return AcceptError::kOutOfResources;
    default:  // WSAEFAULT, WSAEINVAL, WSAENOTSOCK, WSANOTINITIALISED: a mistake of the program
      return AcceptError::kBroken;
  }
}

}  // namespace l01
