// Owners of Winsock's two kinds of handles: sockets and event objects. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_WINSOCK_HANDLES_H_
#define LESSONS_02_WSAEVENTSELECT_WINSOCK_HANDLES_H_

#include <string_view>
#include <utility>

#include "01_blocking/sockets/endpoint.h"
#include "01_blocking/sockets/error.h"
#include "02_wsaeventselect/winsock.h"

namespace l02 {

/// The last Winsock error as an exception: the call, the address, the system's reason.
l01::SocketError LastWinsockError(std::string_view call, std::string_view where = "");

/// Owns a SOCKET; closes it in the destructor. Move-only.
class OwnedSocket {
 public:
  OwnedSocket() noexcept = default;
  explicit OwnedSocket(SOCKET socket) noexcept : socket_(socket) {}
  OwnedSocket(OwnedSocket&& other) noexcept
      : socket_(std::exchange(other.socket_, INVALID_SOCKET)) {}
  OwnedSocket& operator=(OwnedSocket&& other) noexcept {
    std::swap(socket_, other.socket_);
    return *this;
  }
  OwnedSocket(const OwnedSocket&) = delete;
  OwnedSocket& operator=(const OwnedSocket&) = delete;
  ~OwnedSocket() {
    if (socket_ != INVALID_SOCKET) ::closesocket(socket_);
  }

  /// The handle; it stays owned.
  SOCKET get() const noexcept { return socket_; }
  /// True if a socket is owned.
  bool valid() const noexcept { return socket_ != INVALID_SOCKET; }

 private:
  SOCKET socket_ = INVALID_SOCKET;  // the owned handle
};

/// Owns a manual-reset event object. Close the sockets that are tied to it first.
class OwnedEvent {
 public:
  /// @throws l01::SocketError.
  OwnedEvent();
  OwnedEvent(OwnedEvent&& other) noexcept
      : event_(std::exchange(other.event_, WSA_INVALID_EVENT)) {}
  OwnedEvent& operator=(OwnedEvent&& other) noexcept {
    std::swap(event_, other.event_);
    return *this;
  }
  OwnedEvent(const OwnedEvent&) = delete;
  OwnedEvent& operator=(const OwnedEvent&) = delete;
  ~OwnedEvent() {
    if (event_ != WSA_INVALID_EVENT) ::WSACloseEvent(event_);
  }

  /// The handle; it stays owned.
  WSAEVENT get() const noexcept { return event_; }

 private:
  WSAEVENT event_;  // the owned handle, or WSA_INVALID_EVENT after a move
};

/// A TCP socket. @throws l01::SocketError.
OwnedSocket OpenTcp(int family);

/// A socket that listens on `local`. @throws l01::SocketError.
OwnedSocket OpenListener(const l01::Endpoint& local);

/// The address a socket is bound to; empty if there is none.
l01::Endpoint LocalEndpoint(SOCKET socket);

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_WINSOCK_HANDLES_H_
