// Connected sockets and patient questions. Every wait for an event has a time-out, so an experiment
// that sees something unexpected ends and says so.
#include "02_wsaeventselect/experiments/pair.h"

#include <algorithm>
#include <stdexcept>

namespace l02 {
namespace {

constexpr int kMostSends = 100'000;  // a buffer that is not full then has no end

}  // namespace

bool IsSignalled(WSAEVENT event, DWORD timeout_ms) {
  return ::WSAWaitForMultipleEvents(1, &event, FALSE, timeout_ms, FALSE) == WSA_WAIT_EVENT_0;
}

void SelectOn(SOCKET socket, WSAEVENT event, long mask) {
  if (::WSAEventSelect(socket, event, mask) != 0) throw LastWinsockError("WSAEventSelect");
}

long TakeEvents(SOCKET socket, WSAEVENT event) {
  WSANETWORKEVENTS record{};
  if (::WSAEnumNetworkEvents(socket, event, &record) != 0) {
    throw LastWinsockError("WSAEnumNetworkEvents");
  }
  return record.lNetworkEvents;
}

// An empty record is no answer: the event was signalled for something that is gone already.
long NextRecord(SOCKET socket, WSAEVENT event, DWORD timeout_ms) {
  while (IsSignalled(event, timeout_ms)) {
    if (const long events = TakeEvents(socket, event)) return events;
  }
  return 0;
}

long CollectEvents(SOCKET socket, WSAEVENT event, long wanted) {
  long seen = 0;
  while ((seen & wanted) != wanted) {
    const long events = NextRecord(socket, event);
    if (events == 0) break;
    seen |= events;
  }
  return seen;
}

Reports ReportsUntilQuiet(SOCKET socket, WSAEVENT event) {
  Reports reports;
  while (const long events = NextRecord(socket, event, kSilenceMs)) {
    reports.events |= events;
    ++reports.records;
  }
  return reports;
}

void AwaitBytes(SOCKET socket, std::size_t bytes) {
  const OwnedEvent never;  // waiting for it is a pause that ends by itself
  for (DWORD waited = 0; waited < kPatienceMs; ++waited) {
    u_long readable = 0;
    // FIONREAD is no call of the recv family: it re-enables nothing.
    if (::ioctlsocket(socket, static_cast<long>(FIONREAD), &readable) != 0) {
      throw LastWinsockError("ioctlsocket");
    }
    if (readable >= bytes) return;
    IsSignalled(never.get(), 1);
  }
  throw std::runtime_error("the bytes do not arrive");
}

std::string Receive(SOCKET socket, std::size_t size) {
  std::string room(size, '\0');
  const int count = ::recv(socket, room.data(), static_cast<int>(size), 0);
  if (count < 0 && ::WSAGetLastError() != WSAEWOULDBLOCK) throw LastWinsockError("recv");
  room.resize(static_cast<std::size_t>(std::max(count, 0)));
  return room;
}

OwnedSocket ConnectTo(SOCKET listener) {
  const l01::Endpoint address = LocalEndpoint(listener);
  OwnedSocket socket = OpenTcp(address.family());
  if (::connect(socket.get(), address.data(), static_cast<int>(address.size())) != 0) {
    throw LastWinsockError("connect", address.ToString());
  }
  return socket;
}

ExperimentPair::ExperimentPair() {
  const OwnedSocket listener = OpenListener(l01::Endpoint::Loopback());
  peer_ = ConnectTo(listener.get());
  // connect has succeeded already: the system accepts for a listener, up to its backlog.
  ours_ = OwnedSocket(::accept(listener.get(), nullptr, nullptr));
  if (!ours_.valid()) throw LastWinsockError("accept");
}

int ExperimentPair::Send(std::string_view bytes) {
  const int sent = ::send(ours(), bytes.data(), static_cast<int>(bytes.size()), 0);
  if (sent < 0 && ::WSAGetLastError() != WSAEWOULDBLOCK) throw LastWinsockError("send");
  in_flight_ += static_cast<std::size_t>(std::max(sent, 0));
  return sent;
}

bool ExperimentPair::SendUntilOneByteIsRefused() {
  const std::string chunk(kChunk, 'x');
  int sends = 0;
  // Where a large piece was refused, a small one may still find room.
  for (std::size_t size = kChunk; size > 0; size /= 16) {
    while (Send(std::string_view(chunk).substr(0, size)) >= 0) {
      if (++sends > kMostSends) return false;
    }
  }
  return true;
}

// While the buffers settle, FD_WRITE may come although the peer has read nothing: then it was not
// full yet.
void ExperimentPair::Fill() {
  do {
    SendUntilOneByteIsRefused();
  } while ((UntilQuiet().events & FD_WRITE) != 0);
}

std::string ExperimentPair::ReceiveAtPeer(std::size_t most) {
  if (in_flight_ == 0) return "";
  std::string piece = Receive(peer(), std::min(in_flight_, most));
  if (piece.empty()) throw std::runtime_error("the connection ended too early");
  in_flight_ -= piece.size();
  return piece;
}

std::size_t ExperimentPair::Drain() {
  std::size_t total = 0;
  while (in_flight_ > 0) total += ReceiveAtPeer(kChunk).size();
  return total;
}

void ExperimentPair::SendFromPeer(std::string_view bytes) {
  const int size = static_cast<int>(bytes.size());
  if (::send(peer(), bytes.data(), size, 0) != size) throw LastWinsockError("send");
}

}  // namespace l02
