// Both calls are traced: the octets over time are the picture of a connection.
#include "05_websocket/client/socket_io.h"

#include <cstddef>
#include <span>

#include "support/trace.h"

namespace l05 {

l01::IoResult SendOnce(l04::AsyncSocket& socket, std::string_view octets) {
  const int sent = socket.Send(octets.data(), octets.size());
  support::TraceInstant("ws.send", {{"bytes", octets.size()}, {"sent", sent}});
  if (sent > 0) return l01::IoResult::Bytes(static_cast<std::size_t>(sent));
  if (sent == 0 || socket.IsBlocking()) return l01::IoResult::WouldBlock();
  return l01::IoResult::Error(socket.GetError());
}

// One Recv per event. A loop until "would block" would serve one fast server for ever and starve
// the other sockets of this thread; if there is more, the next event tells.
bool ReceiveOnce(l04::AsyncSocket& socket, ReceiveBuffer& buffer) {
  const std::span<char> room = buffer.WriteSpace();
  const int received = socket.Recv(room.data(), room.size());
  if (received <= 0) return false;
  support::TraceInstant("ws.recv", {{"bytes", received}});
  buffer.Commit(static_cast<std::size_t>(received));
  return true;
}

}  // namespace l05
