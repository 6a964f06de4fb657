// The API functions that need one step of one socket: making, binding, closing, modes, options,
// addresses.
#include <memory>
#include <utility>

#include "02_wsaeventselect/emulation/api.h"
#include "02_wsaeventselect/emulation/arguments.h"
#include "02_wsaeventselect/emulation/call.h"

namespace {

using l02::AnyAddress;
using l02::Bytes;
using l02::Call;
using l02::EmulatedSocket;
using l02::Finish;
using l02::GiveAddress;
using l02::Outcome;

}  // namespace

SOCKET WSASocketA(int family, int type, int protocol, LPWSAPROTOCOL_INFOA, GROUP, DWORD) {
  Call call;
  int error = WSANOTINITIALISED;
  if (call.state().startups == 0) {
    WSASetLastError(error);
    return INVALID_SOCKET;
  }
  auto socket = EmulatedSocket::Open(family, type, protocol, call.state().profile, error);
  if (socket) return call.Register(std::move(socket));
  WSASetLastError(error);
  return INVALID_SOCKET;
}

int bind(SOCKET handle, const sockaddr* address, int size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  return socket ? Finish(socket->Bind(address, size)) : SOCKET_ERROR;
}

int listen(SOCKET handle, int backlog) {
  Call call;
  const auto socket = call.FindSocket(handle);
  return socket ? Finish(socket->Listen(backlog)) : SOCKET_ERROR;
}

int shutdown(SOCKET handle, int how) {
  Call call;
  const auto socket = call.FindSocket(handle);
  return socket ? Finish(socket->Shutdown(how)) : SOCKET_ERROR;
}

int closesocket(SOCKET handle) {
  Call call;
  if (!call.FindSocket(handle)) return SOCKET_ERROR;
  call.CloseSocket(static_cast<std::uintptr_t>(handle));
  return 0;
}

int ioctlsocket(SOCKET handle, long command, u_long* argument) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  if (argument == nullptr) return Finish(Outcome::Failed(WSAEFAULT));
  if (command == FIONBIO) return Finish(socket->SetNonBlocking(*argument != 0));
  if (command != FIONREAD) return Finish(Outcome::Failed(WSAEINVAL));
  const Outcome bytes = socket->ReadableBytes();
  if (bytes.ok()) *argument = static_cast<u_long>(bytes.value);
  return Finish(bytes.ok() ? Outcome::Of(0) : bytes);
}

int getsockopt(SOCKET handle, int level, int name, char* value, int* size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  if (value == nullptr || size == nullptr) return Finish(Outcome::Failed(WSAEFAULT));
  return Finish(socket->GetOption(level, name, Bytes(value, *size), *size));
}

int setsockopt(SOCKET handle, int level, int name, const char* value, int size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  if (value == nullptr) return Finish(Outcome::Failed(WSAEFAULT));
  return Finish(socket->SetOption(level, name, Bytes(value, size)));
}

int getsockname(SOCKET handle, sockaddr* address, int* size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  if (address == nullptr || size == nullptr) return Finish(Outcome::Failed(WSAEFAULT));
  AnyAddress local;
  const Outcome outcome = socket->LocalAddress(local);
  return Finish(outcome.ok() ? GiveAddress(local, address, size) : outcome);
}

int getpeername(SOCKET handle, sockaddr* address, int* size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  if (address == nullptr || size == nullptr) return Finish(Outcome::Failed(WSAEFAULT));
  AnyAddress peer;
  const Outcome outcome = socket->PeerAddress(peer);
  return Finish(outcome.ok() ? GiveAddress(peer, address, size) : outcome);
}
