// The stage on which lesson 02's demo plays.
#include "02_wsaeventselect/model/watched_pair.h"

#include <algorithm>
#include <string>

namespace l02 {

WatchedPair::WatchedPair() {
  const OwnedSocket listener = OpenListener(l01::Endpoint::Loopback());
  peer_ = l01::ConnectTo(LocalEndpoint(listener.get()));
  ours_ = OwnedSocket(::accept(listener.get(), nullptr, nullptr));
  if (!ours_.valid()) throw LastWinsockError("accept");
}

void WatchedPair::Select(long mask) {
  if (::WSAEventSelect(ours_.get(), event_.get(), mask) != 0) {
    throw LastWinsockError("WSAEventSelect");
  }
}

long WatchedPair::NextRecord(DWORD timeout_ms) {
  const WSAEVENT event = event_.get();
  while (::WSAWaitForMultipleEvents(1, &event, FALSE, timeout_ms, FALSE) == WSA_WAIT_EVENT_0) {
    WSANETWORKEVENTS record{};
    if (::WSAEnumNetworkEvents(ours_.get(), event, &record) != 0) {
      throw LastWinsockError("WSAEnumNetworkEvents");
    }
    if (record.lNetworkEvents != 0) return record.lNetworkEvents;
  }
  return 0;
}

std::size_t WatchedPair::SendUntilWouldBlock() {
  const std::string chunk(64 * 1024, 'x');
  std::size_t total = 0;
  int sent = 0;
  while ((sent = ::send(ours_.get(), chunk.data(), static_cast<int>(chunk.size()), 0)) >= 0) {
    total += static_cast<std::size_t>(sent);
  }
  if (::WSAGetLastError() != WSAEWOULDBLOCK) throw LastWinsockError("send");
  return total;
}

std::size_t WatchedPair::FillSendBuffer() {
  std::size_t total = SendUntilWouldBlock();
  while (NextRecord(kQuietMs) != 0) total += SendUntilWouldBlock();
  return total;
}

void WatchedPair::DrainAtPeer(std::size_t bytes) {
  std::string room(64 * 1024, '\0');
  while (bytes > 0) {
    const auto part = std::as_writable_bytes(std::span(room)).first(std::min(bytes, room.size()));
    const l01::IoResult received = peer_.Recv(part);
    if (!received.ok()) throw l01::SocketError("recv", "", received.error);
    bytes -= received.bytes;
  }
}

}  // namespace l02
