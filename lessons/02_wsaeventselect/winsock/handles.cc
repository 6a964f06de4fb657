// Opening sockets and events, with errors in one line.
#include "02_wsaeventselect/winsock/handles.h"

#include "01_blocking/sockets/socket.h"
#include "02_wsaeventselect/winsock/reason.h"

namespace l02 {

l01::SocketError LastWinsockError(std::string_view call, std::string_view where) {
  return l01::SocketError(call, where, WinsockReason(::WSAGetLastError()));
}

OwnedEvent::OwnedEvent() : event_(::WSACreateEvent()) {
  if (event_ == WSA_INVALID_EVENT) throw LastWinsockError("WSACreateEvent");
}

OwnedSocket OpenTcp(int family) {
  OwnedSocket socket(::WSASocketA(family, SOCK_STREAM, IPPROTO_TCP, nullptr, 0,
                                  WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT));
  if (!socket.valid()) throw LastWinsockError("WSASocketA");
  return socket;
}

OwnedSocket OpenListener(const l01::Endpoint& local) {
  OwnedSocket listener = OpenTcp(local.family());
  if (::bind(listener.get(), local.data(), static_cast<int>(local.size())) != 0) {
    throw LastWinsockError("bind", local.ToString());
  }
  if (::listen(listener.get(), l01::kBacklog) != 0) {
    throw LastWinsockError("listen", local.ToString());
  }
  return listener;
}

l01::Endpoint LocalEndpoint(SOCKET socket) {
  sockaddr_storage storage{};
  int size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  if (::getsockname(socket, address, &size) != 0) return {};
  return {address, static_cast<socklen_t>(size)};
}

}  // namespace l02
