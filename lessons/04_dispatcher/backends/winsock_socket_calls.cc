// Winsock: the same calls with SOCKET, int and WSAGetLastError.
//
// A little over 200 lines, on purpose: see posix_socket_calls.cc.
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

#ifdef TCP_KEEPIDLE
constexpr int kKeepIdle = TCP_KEEPIDLE;
#else
constexpr int kKeepIdle = 3;  // Windows 10 1709; mingw's headers are older
#endif

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
    case Option::kKeepAliveIdle:
      return {IPPROTO_TCP, kKeepIdle};
    case Option::kV6Only:
      return {IPPROTO_IPV6, IPV6_V6ONLY};
    case Option::kUserTimeout:
    case Option::kReusePort:
      break;  // Windows has no such option
  }
  return {IPPROTO_TCP, -1};
}

// A datagram that is larger than the room: Winsock fills the room and fails, POSIX fills the room
// and says nothing. Here both count what is in the room, and say so beside it.
std::ptrdiff_t CountOfCut(int result, std::size_t size, bool* truncated) {
  const bool cut = result < 0 && ::WSAGetLastError() == WSAEMSGSIZE;
  if (truncated != nullptr) *truncated = cut;
  return cut ? static_cast<std::ptrdiff_t>(size) : result;
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
  const Handle handle = FromSock(made);
  if (family == AF_INET6) SetOption(handle, Option::kV6Only, 0);  // as Linux has it
  return handle;
}

void WinsockSocketCalls::Close(Handle handle) {
  ::closesocket(Sock(handle));
}

// No SO_REUSEADDR: on Windows it would let two programs take the same port at the same time, and
// TIME_WAIT does not stand in the way there.
int WinsockSocketCalls::Bind(Handle handle, const l01::Endpoint& local) {
  return ::bind(Sock(handle), local.data(), static_cast<int>(local.size()));
}

int WinsockSocketCalls::SetAbortOnClose(Handle handle) {
  const linger at_once{1, 0};
  return ::setsockopt(Sock(handle), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&at_once),
                      sizeof at_once);
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
  return CountOfCut(::recv(Sock(handle), static_cast<char*>(data), static_cast<int>(size), 0), size,
                    nullptr);
}

std::ptrdiff_t WinsockSocketCalls::SendTo(Handle handle, const void* data, std::size_t size,
                                          const l01::Endpoint& peer) {
  return ::sendto(Sock(handle), static_cast<const char*>(data), static_cast<int>(size), 0,
                  peer.data(), static_cast<int>(peer.size()));
}

std::ptrdiff_t WinsockSocketCalls::RecvFrom(Handle handle, void* data, std::size_t size,
                                            l01::Endpoint* peer, bool* truncated) {
  sockaddr_storage storage{};
  int address_size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  const std::ptrdiff_t received =
      CountOfCut(::recvfrom(Sock(handle), static_cast<char*>(data), static_cast<int>(size), 0,
                            address, &address_size),
                 size, truncated);
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

int WinsockSocketCalls::LastError() {
  return ::WSAGetLastError();
}

// Microsoft's pages of send, recv, accept and connect.
ErrorKind WinsockSocketCalls::KindOf(int error) {
  switch (error) {
    case WSAEWOULDBLOCK:
    case WSAEINPROGRESS:
      return ErrorKind::kNotNow;
    case WSAEMFILE:
    case WSAENOBUFS:
      return ErrorKind::kOutOfResources;
    case WSAEFAULT:
    case WSAEINVAL:
    case WSAEMSGSIZE:
    case WSAENOTSOCK:
    case WSAEDESTADDRREQ:
    case WSAEISCONN:
    case WSAEOPNOTSUPP:
      return ErrorKind::kAboutTheCall;
    default:
      return ErrorKind::kBroken;
  }
}

int WinsockSocketCalls::CodeOf(OwnError error) {
  switch (error) {
    case OwnError::kWouldBlock:
      return WSAEWOULDBLOCK;
    case OwnError::kAlready:
      return WSAEALREADY;
    case OwnError::kNotConnected:
      return WSAENOTCONN;
    case OwnError::kSendingEnded:
      return WSAESHUTDOWN;
    case OwnError::kInvalid:
      return WSAEINVAL;
    case OwnError::kTimedOut:
      return WSAETIMEDOUT;
    case OwnError::kHostNotFound:
      return WSAHOST_NOT_FOUND;
  }
  return WSAEINVAL;
}

std::string WinsockSocketCalls::Reason(int error) {
  if (error == WSAHOST_NOT_FOUND) return "host not found";
  return l02::WinsockReason(error);
}

}  // namespace l04
