// send and recv: one call tries, waits if it must, and then notes what it re-enables.
#include <poll.h>

#include <chrono>
#include <span>

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
using std::chrono::milliseconds;

// A blocking send ends only when everything is taken; a non-blocking one takes what fits.
Outcome SendAll(Call& call, EmulatedSocket& socket, std::span<const char> data, int flags) {
  const auto deadline = l02::DeadlineAfter(socket.options().send_timeout(), milliseconds(0));
  std::size_t sent = 0;
  do {
    const Outcome outcome = Repeat(call, socket, POLLOUT, deadline, [&] {
      return socket.TrySend(data.subspan(sent), flags, nullptr, 0);
    });
    if (!outcome.ok()) {
      // Another thread may have made the socket non-blocking meanwhile. What has been taken counts.
      const bool partly = sent > 0 && outcome.error == WSAEWOULDBLOCK;
      return partly ? Outcome::Of(static_cast<int>(sent)) : outcome;
    }
    sent += static_cast<std::size_t>(outcome.value);
  } while (sent < data.size() && !socket.options().nonblocking());
  return Outcome::Of(static_cast<int>(sent));
}

}  // namespace

int send(SOCKET handle, const char* data, int size, int flags) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  const Outcome outcome = SendAll(call, *socket, Bytes(data, size), flags);
  socket->NoteSend(outcome);
  if (outcome.ok() && socket->HasBacklog()) call.state().unsent.push_back(socket);
  return Finish(outcome);
}

int sendto(SOCKET handle, const char* data, int size, int flags, const sockaddr* to, int to_size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  const auto deadline = l02::DeadlineAfter(socket->options().send_timeout(), milliseconds(0));
  const Outcome outcome = Repeat(call, *socket, POLLOUT, deadline, [&] {
    return socket->TrySend(Bytes(data, size), flags, to, to_size);
  });
  socket->NoteSend(outcome);
  return Finish(outcome);
}

int recv(SOCKET handle, char* room, int size, int flags) {
  return recvfrom(handle, room, size, flags, nullptr, nullptr);
}

int recvfrom(SOCKET handle, char* room, int size, int flags, sockaddr* from, int* from_size) {
  Call call;
  const auto socket = call.FindSocket(handle);
  if (!socket) return SOCKET_ERROR;
  AnyAddress peer;
  const auto deadline = l02::DeadlineAfter(socket->options().receive_timeout(), milliseconds(0));
  Outcome outcome = Repeat(call, *socket, POLLIN, deadline,
                           [&] { return socket->TryReceive(Bytes(room, size), flags, &peer); });
  socket->NoteReceive(outcome, flags);
  // A datagram that was cut off has a sender too; a stream has none to tell.
  const Outcome given = peer.size == 0 ? Outcome::Of(0) : GiveAddress(peer, from, from_size);
  return Finish(given.ok() ? outcome : given);
}
