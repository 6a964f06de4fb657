// The table from errno to Winsock's codes.
#include "02_wsaeventselect/emulation/errors.h"

#include <algorithm>
#include <cerrno>
#include <iterator>

#include "02_wsaeventselect/emulation/codes.h"

namespace l02 {
namespace {

// One row per errno value that a socket call can give.
struct CodePair {
  int errno_value;  // the kernel's
  int code;         // Winsock's
};
constexpr CodePair kCodes[] = {
    {EINTR, WSAEINTR},
    {EBADF, WSAENOTSOCK},
    {EACCES, WSAEACCES},
    {EPERM, WSAEACCES},
    {EFAULT, WSAEFAULT},
    {EINVAL, WSAEINVAL},
    {EMFILE, WSAEMFILE},
    {ENFILE, WSAEMFILE},
    {EAGAIN, WSAEWOULDBLOCK},
    {EINPROGRESS, WSAEWOULDBLOCK},
    {EALREADY, WSAEALREADY},
    {ENOTSOCK, WSAENOTSOCK},
    {EDESTADDRREQ, WSAENOTCONN},
    {EMSGSIZE, WSAEMSGSIZE},
    {EPROTOTYPE, WSAEPROTOTYPE},
    {ENOPROTOOPT, WSAENOPROTOOPT},
    {EPROTONOSUPPORT, WSAEPROTONOSUPPORT},
    {ESOCKTNOSUPPORT, WSAESOCKTNOSUPPORT},
    {EOPNOTSUPP, WSAEOPNOTSUPP},
    {EPFNOSUPPORT, WSAEPFNOSUPPORT},
    {EAFNOSUPPORT, WSAEAFNOSUPPORT},
    {EADDRINUSE, WSAEADDRINUSE},
    {EADDRNOTAVAIL, WSAEADDRNOTAVAIL},
    {ENETDOWN, WSAENETDOWN},
    {ENETUNREACH, WSAENETUNREACH},
    {ENETRESET, WSAENETRESET},
    {ECONNABORTED, WSAECONNABORTED},
    {ECONNRESET, WSAECONNRESET},
    // After a reset the kernel says EPIPE where Winsock goes on saying WSAECONNRESET.
    {EPIPE, WSAECONNRESET},
    {ENOBUFS, WSAENOBUFS},
    {ENOMEM, WSAENOBUFS},
    {EISCONN, WSAEISCONN},
    {ENOTCONN, WSAENOTCONN},
    {ESHUTDOWN, WSAESHUTDOWN},
    {ETIMEDOUT, WSAETIMEDOUT},
    {ECONNREFUSED, WSAECONNREFUSED},
    {EHOSTDOWN, WSAEHOSTDOWN},
    {EHOSTUNREACH, WSAEHOSTUNREACH},
};

// What a reset, a time-out or an unreachable network makes of a connection. A list of these and not
// of the others: an errno value that nobody thought of must not end a conversation.
constexpr int kEndings[] = {ECONNRESET, EPIPE,     ETIMEDOUT,   ECONNABORTED, ENETRESET,
                            ENETDOWN,   EHOSTDOWN, ENETUNREACH, EHOSTUNREACH, ECONNREFUSED,
                            ENONET,     EPROTO,    ENOPROTOOPT};

}  // namespace

bool EndsConnection(int errno_value) {
  return std::find(std::begin(kEndings), std::end(kEndings), errno_value) != std::end(kEndings);
}

int WinsockCode(int errno_value) {
  for (const CodePair& pair : kCodes) {
    if (pair.errno_value == errno_value) return pair.code;
  }
  return WSAENETDOWN;
}

Outcome Outcome::FromErrno() {
  return Failed(WinsockCode(errno));
}

}  // namespace l02
