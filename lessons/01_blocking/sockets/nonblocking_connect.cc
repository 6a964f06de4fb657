// A failed attempt makes the socket writable too. The outcome is in SO_ERROR (man 2 connect).
#include "01_blocking/sockets/nonblocking_connect.h"

#include <string_view>
#include <utility>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/options.h"
#include "01_blocking/sockets/readiness.h"

namespace l01 {

// [pending-connect]
PendingConnect::PendingConnect(const Endpoint& peer)
    : socket_(Socket::OpenTcp(peer.family())), peer_(peer) {
  socket_.SetNonBlocking(true);
  if (::connect(socket_.native(), peer.data(), peer.size()) == 0) return;  // it can be that fast
  const int error = LastSocketError();
  // "Interrupted" also means that the attempt goes on in the background.
  if (!IsConnectInProgress(error) && !IsInterrupted(error)) {
    throw SocketError("connect", peer.ToString(), error);
  }
}

Socket PendingConnect::Finish() {
  // Before the attempt has ended there is no error either: no error alone proves nothing.
  if (!WaitWritable(socket_, std::chrono::milliseconds(0))) {
    throw SocketError("connect", peer_.ToString(), std::string_view("not finished yet"));
  }
  const int error = TakeSocketError(socket_);
  if (error != 0) throw SocketError("connect", peer_.ToString(), error);
  return std::move(socket_);
}
// [pending-connect]

Socket ConnectWithin(const Endpoint& peer, std::chrono::milliseconds timeout) {
  PendingConnect attempt(peer);
  if (!WaitWritable(attempt.socket(), timeout)) {
    throw SocketError("connect", peer.ToString(), std::string_view("timed out"));
  }
  return attempt.Finish();
}

}  // namespace l01
