// accept, WSAAccept and connect: the calls that make connections. A blocking one waits here, by
// trying again.
#include <poll.h>

#include <optional>
#include <system_error>

#include "02_wsaeventselect/emulation/api.h"
#include "02_wsaeventselect/emulation/arguments.h"
#include "02_wsaeventselect/emulation/call.h"

namespace {

using l02::AnyAddress;
using l02::Call;
using l02::Callers;
using l02::EmulatedSocket;
using l02::Finish;
using l02::GiveAddress;
using l02::Outcome;

SOCKET Accept(SOCKET handle, sockaddr* address, int* size, const Callers::Condition& condition) {
  Call call;
  const auto listener = call.FindSocket(handle);
  if (!listener) return INVALID_SOCKET;
  Callers::Condition asked;
  if (condition) {
    // Without the lock: the application's procedure may use the API itself.
    asked = [&](const AnyAddress& caller) {
      call.lock().unlock();
      const int verdict = condition(caller);
      call.lock().lock();
      return verdict;
    };
  }
  std::shared_ptr<EmulatedSocket> accepted;
  AnyAddress peer;
  Outcome outcome = Repeat(call, *listener, POLLIN, std::nullopt,
                           [&] { return listener->Accept(asked, accepted, peer); });
  if (outcome.ok()) outcome = GiveAddress(peer, address, size);
  if (Finish(outcome) == SOCKET_ERROR) return INVALID_SOCKET;
  const SOCKET result = call.Register(accepted);
  try {
    accepted->Inherit(*listener);
  } catch (const std::system_error&) {
    call.CloseSocket(static_cast<std::uintptr_t>(result));
    WSASetLastError(WSAENOBUFS);
    return INVALID_SOCKET;
  }
  return result;
}

}  // namespace

SOCKET accept(SOCKET handle, sockaddr* address, int* size) {
  return Accept(handle, address, size, {});
}

SOCKET WSAAccept(SOCKET handle, sockaddr* address, int* size, LPCONDITIONPROC condition,
                 DWORD_PTR context) {
  if (condition == nullptr) return Accept(handle, address, size, {});
  return Accept(handle, address, size, [&](const AnyAddress& peer) {
    AnyAddress copy = peer;
    WSABUF caller{copy.size, reinterpret_cast<char*>(&copy.storage)};
    WSABUF nothing{0, nullptr};
    return condition(&caller, nullptr, nullptr, nullptr, &nothing, nullptr, nullptr, context);
  });
}

int connect(SOCKET handle, const sockaddr* address, int size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  Outcome outcome = socket->StartConnect(address, size);
  if (outcome.error == WSAEWOULDBLOCK && !socket->options().nonblocking()) {
    outcome = Repeat(call, *socket, POLLOUT, std::nullopt, [&] { return socket->ConnectResult(); });
  }
  return Finish(outcome);
}
