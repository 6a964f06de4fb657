// The errors of man 2 accept, each with its kind.
#include <cerrno>

#include "01_blocking/sockets/accept_error.h"

namespace l01 {

// [accept-errors]
AcceptError ClassifyAcceptError(int code) noexcept {
  switch (code) {
    case EAGAIN:  // and EWOULDBLOCK, which is the same number on Linux
      return AcceptError::kNobodyWaits;
    // Linux passes an error that is already pending on the new socket on as an error of accept. The
    // manual page asks to treat these like EAGAIN.
    case ECONNABORTED:
    case ECONNRESET:
    case EPROTO:
    case ENETDOWN:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case ENONET:
    case EHOSTUNREACH:
    case EOPNOTSUPP:
    case ENETUNREACH:
    case ETIMEDOUT:
    case ESOCKTNOSUPPORT:
    case EPROTONOSUPPORT:
    case EPERM:  // a firewall rule forbids this connection
      return AcceptError::kClientGone;
    case EMFILE:  // this process
    case ENFILE:  // the whole system
    case ENOBUFS:
    case ENOMEM:
    case ENOSR:
      return AcceptError::kOutOfResources;
    default:  // EBADF, EFAULT, EINVAL, ENOTSOCK: a mistake of the program
      return AcceptError::kBroken;
  }
}
// [accept-errors]

}  // namespace l01
