// Winsock: the same calls with SOCKET, int and WSAGetLastError.
#include "04_dispatcher/backends/winsock_socket_calls.h"

#include "02_wsaeventselect/winsock.h"
#include "02_wsaeventselect/winsock/reason.h"

namespace l04 {
namespace {

SOCKET Sock(Handle handle) {
  return static_cast<SOCKET>(handle);
}

Handle FromSock(SOCKET socket) {
  return socket == INVALID_SOCKET ? kNoHandle : static_cast<Handle>(socket);
}

bool MakeNonBlocking(SOCKET socket) {
  u_long on = 1;
  return ::ioctlsocket(socket, static_cast<long>(FIONBIO), &on) == 0;
}

struct NativeOption {
  int level;
  int name;
};

NativeOption Translate(Option option) {
  switch (option) {
    case Option::kSendBuffer:
      return {SOL_SOCKET, SO_SNDBUF};
    case Option::kReceiveBuffer:
      return {SOL_SOCKET, SO_RCVBUF};
    case Option::kNoDelay:
      return {IPPROTO_TCP, TCP_NODELAY};
    case Option::kKeepAlive:
      return {SOL_SOCKET, SO_KEEPALIVE};
  }
  return {0, 0};
}

// A datagram that is larger than the room: Winsock fills the room and fails, POSIX fills the room
// and says nothing. Here both count what is in the room.
std::ptrdiff_t CountOfCut(int result, std::size_t size) {
  if (result >= 0 || ::WSAGetLastError() != WSAEMSGSIZE) return result;
  return static_cast<std::ptrdiff_t>(size);
}

template <typename NameCall>
l01::Endpoint EndpointBy(NameCall call, Handle handle) {
  sockaddr_storage storage{};
  int size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  if (call(Sock(handle), address, &size) != 0) return {};
  return {address, static_cast<socklen_t>(size)};
}

}  // namespace

Handle WinsockSocketCalls::Open(int family, int type) {
  const SOCKET made =
      ::WSASocketA(family, type, 0, nullptr, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
  if (made == INVALID_SOCKET) return kNoHandle;
  MakeNonBlocking(made);
  return FromSock(made);
}

void WinsockSocketCalls::Close(Handle handle) {
  ::closesocket(Sock(handle));
}

// No SO_REUSEADDR: on Windows it would let two programs take the same port at the same time, and
// TIME_WAIT does not stand in the way there.
int WinsockSocketCalls::Bind(Handle handle, const l01::Endpoint& local) {
  return ::bind(Sock(handle), local.data(), static_cast<int>(local.size()));
}

int WinsockSocketCalls::Listen(Handle handle, int backlog) {
  return ::listen(Sock(handle), backlog);
}

Handle WinsockSocketCalls::Accept(Handle listener, l01::Endpoint* peer) {
  sockaddr_storage storage{};
  int size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  const SOCKET accepted = ::accept(Sock(listener), address, &size);
  if (accepted == INVALID_SOCKET) return kNoHandle;
  // The new socket has inherited the listener's event and mask. Until the demultiplexer gives it
  // its own, its activity would signal the listener's event.
  ::WSAEventSelect(accepted, nullptr, 0);
  *peer = l01::Endpoint(address, static_cast<socklen_t>(size));
  return FromSock(accepted);
}

int WinsockSocketCalls::Connect(Handle handle, const l01::Endpoint& peer) {
  return ::connect(Sock(handle), peer.data(), static_cast<int>(peer.size()));
}

std::ptrdiff_t WinsockSocketCalls::Send(Handle handle, const void* data, std::size_t size) {
  return ::send(Sock(handle), static_cast<const char*>(data), static_cast<int>(size), 0);
}

std::ptrdiff_t WinsockSocketCalls::Recv(Handle handle, void* data, std::size_t size) {
  return CountOfCut(::recv(Sock(handle), static_cast<char*>(data), static_cast<int>(size), 0),
                    size);
}

std::ptrdiff_t WinsockSocketCalls::SendTo(Handle handle, const void* data, std::size_t size,
                                          const l01::Endpoint& peer) {
  return ::sendto(Sock(handle), static_cast<const char*>(data), static_cast<int>(size), 0,
                  peer.data(), static_cast<int>(peer.size()));
}

std::ptrdiff_t WinsockSocketCalls::RecvFrom(Handle handle, void* data, std::size_t size,
                                            l01::Endpoint* peer) {
  sockaddr_storage storage{};
  int address_size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  const std::ptrdiff_t received =
      CountOfCut(::recvfrom(Sock(handle), static_cast<char*>(data), static_cast<int>(size), 0,
                            address, &address_size),
                 size);
  if (received >= 0 && peer != nullptr) {
    *peer = l01::Endpoint(address, static_cast<socklen_t>(address_size));
  }
  return received;
}

std::ptrdiff_t WinsockSocketCalls::Peek(Handle handle) {
  char byte = 0;
  return ::recv(Sock(handle), &byte, 1, MSG_PEEK);
}

int WinsockSocketCalls::ShutdownSend(Handle handle) {
  return ::shutdown(Sock(handle), SD_SEND);
}

int WinsockSocketCalls::SetOption(Handle handle, Option option, int value) {
  const NativeOption native = Translate(option);
  return ::setsockopt(Sock(handle), native.level, native.name,
                      reinterpret_cast<const char*>(&value), sizeof value);
}

int WinsockSocketCalls::GetOption(Handle handle, Option option, int* value) {
  const NativeOption native = Translate(option);
  int size = sizeof *value;
  return ::getsockopt(Sock(handle), native.level, native.name, reinterpret_cast<char*>(value),
                      &size);
}

l01::Endpoint WinsockSocketCalls::LocalEndpoint(Handle handle) {
  return EndpointBy([](SOCKET s, sockaddr* a, int* n) { return ::getsockname(s, a, n); }, handle);
}

l01::Endpoint WinsockSocketCalls::PeerEndpoint(Handle handle) {
  return EndpointBy([](SOCKET s, sockaddr* a, int* n) { return ::getpeername(s, a, n); }, handle);
}

int WinsockSocketCalls::LastError() {
  return ::WSAGetLastError();
}

bool WinsockSocketCalls::IsBlocking(int error) {
  return error == WSAEWOULDBLOCK || error == WSAEINPROGRESS;
}

bool WinsockSocketCalls::IsOutOfDescriptors(int error) {
  return error == WSAEMFILE || error == WSAENOBUFS;
}

int WinsockSocketCalls::WouldBlockError() {
  return WSAEWOULDBLOCK;
}

int WinsockSocketCalls::AlreadyError() {
  return WSAEALREADY;
}

int WinsockSocketCalls::HostNotFoundError() {
  return WSAHOST_NOT_FOUND;
}

std::string WinsockSocketCalls::Reason(int error) {
  if (error == WSAHOST_NOT_FOUND) return "host not found";
  return l02::WinsockReason(error);
}

}  // namespace l04
