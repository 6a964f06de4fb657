// setsockopt and getsockopt, typed and checked.
#include "01_blocking/sockets/options.h"

#ifndef _WIN32
#include <netinet/tcp.h>
#endif

#include "01_blocking/sockets/error.h"

namespace l01 {
namespace {

template <typename Value>
void Set(Socket& socket, int level, int option, const Value& value, const char* name) {
  // Winsock wants a char pointer where POSIX takes any.
  if (::setsockopt(socket.native(), level, option, reinterpret_cast<const char*>(&value),
                   sizeof value) != 0) {
    throw SocketError("setsockopt", name, LastSocketError());
  }
}

int Get(const Socket& socket, int level, int option, const char* name) {
  int value = 0;
  socklen_t size = sizeof value;
  if (::getsockopt(socket.native(), level, option, reinterpret_cast<char*>(&value), &size) != 0) {
    throw SocketError("getsockopt", name, LastSocketError());
  }
  return value;
}

}  // namespace

void SetNoDelay(Socket& socket, bool on) {
  Set(socket, IPPROTO_TCP, TCP_NODELAY, on ? 1 : 0, "TCP_NODELAY");
}

bool GetNoDelay(const Socket& socket) {
  // Winsock writes one byte here; the int was zero before, so any bit means "on".
  return Get(socket, IPPROTO_TCP, TCP_NODELAY, "TCP_NODELAY") != 0;
}

void SetSendBuffer(Socket& socket, int bytes) {
  Set(socket, SOL_SOCKET, SO_SNDBUF, bytes, "SO_SNDBUF");
}

int GetSendBuffer(const Socket& socket) {
  return Get(socket, SOL_SOCKET, SO_SNDBUF, "SO_SNDBUF");
}

void SetReceiveBuffer(Socket& socket, int bytes) {
  Set(socket, SOL_SOCKET, SO_RCVBUF, bytes, "SO_RCVBUF");
}

int GetReceiveBuffer(const Socket& socket) {
  return Get(socket, SOL_SOCKET, SO_RCVBUF, "SO_RCVBUF");
}

void KeepUrgentBytesInOrder(Socket& socket) {
  Set(socket, SOL_SOCKET, SO_OOBINLINE, 1, "SO_OOBINLINE");
}

void AbortOnClose(Socket& socket) {
  linger abort{};
  abort.l_onoff = 1;
  abort.l_linger = 0;
  Set(socket, SOL_SOCKET, SO_LINGER, abort, "SO_LINGER");
}

int TakeSocketError(const Socket& socket) {
  return Get(socket, SOL_SOCKET, SO_ERROR, "SO_ERROR");
}

}  // namespace l01
