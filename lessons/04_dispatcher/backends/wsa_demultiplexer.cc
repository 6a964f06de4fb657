// From DE_* flags to network events and back.
#include "04_dispatcher/backends/wsa_demultiplexer.h"

#include <stdexcept>
#include <string>

#include "support/trace.h"

namespace l04 {
namespace {

// FD_CLOSE is always selected: it comes once and must not be missed.
long ToNetworkEvents(std::uint32_t mask) {
  long events = FD_CLOSE;
  if ((mask & DE_READ) != 0) events |= FD_READ;
  if ((mask & DE_WRITE) != 0) events |= FD_WRITE;
  if ((mask & DE_CONNECT) != 0) events |= FD_CONNECT;
  if ((mask & DE_ACCEPT) != 0) events |= FD_ACCEPT;
  return events;
}

// Each bit has its own `if`: several can be set, and a bit that an `else` drops never comes back.
// [translate]
ReadyEvent Translate(DispatcherKey key, const WSANETWORKEVENTS& record) {
  ReadyEvent ready{key, 0, 0};
  const long events = record.lNetworkEvents;
  if ((events & FD_READ) != 0) ready.flags |= DE_READ;
  if ((events & FD_WRITE) != 0) ready.flags |= DE_WRITE;
  if ((events & FD_ACCEPT) != 0) ready.flags |= DE_ACCEPT;
  if ((events & FD_CONNECT) != 0) {
    ready.error = record.iErrorCode[FD_CONNECT_BIT];
    ready.flags |= ready.error == 0 ? DE_CONNECT : DE_CLOSE;
  }
  if ((events & FD_CLOSE) != 0) {
    ready.flags |= DE_CLOSE;
    ready.error = record.iErrorCode[FD_CLOSE_BIT];
  }
  return ready;
}
// [translate]

}  // namespace

WsaDemultiplexer::WsaDemultiplexer(std::size_t groups) {
  if (groups < 1 || groups > kMostGroups) {
    throw std::invalid_argument("groups must be 1 to " + std::to_string(kMostGroups));
  }
  owned_ = std::vector<l02::OwnedEvent>(groups + 1);
  for (const l02::OwnedEvent& event : owned_) events_.push_back(event.get());
}

WsaDemultiplexer::~WsaDemultiplexer() = default;

int WsaDemultiplexer::Set(DispatcherKey key, Handle handle, std::uint32_t mask) {
  const std::size_t slot = static_cast<std::uint32_t>(key);
  if (slot >= watched_.size()) watched_.resize(slot + 1);
  const auto socket = static_cast<SOCKET>(handle);
  support::TraceInstant("WSAEventSelect", {{"socket", handle}, {"mask", mask}});
  ++counts_.selects;
  if (::WSAEventSelect(socket, events_[1 + GroupOf(slot)], ToNetworkEvents(mask)) != 0) {
    return ::WSAGetLastError();
  }
  watched_[slot] = {key, socket};
  return 0;
}

void WsaDemultiplexer::Erase(DispatcherKey key) {
  const std::size_t slot = static_cast<std::uint32_t>(key);
  if (slot >= watched_.size() || watched_[slot].key != key) return;
  ::WSAEventSelect(watched_[slot].socket, nullptr, 0);
  watched_[slot] = {};
}

// [wait]
void WsaDemultiplexer::Wait(int timeout_ms, bool process_io, std::vector<ReadyEvent>* ready) {
  const support::TraceSpan span("WSAWaitForMultipleEvents");
  ready->clear();
  const std::size_t end = process_io ? events_.size() : 1;
  DWORD timeout = timeout_ms < 0 ? WSA_INFINITE : static_cast<DWORD>(timeout_ms);
  // The wait names the lowest signalled event only. The others are asked for in the same turn with
  // zero time-outs, or a busy group would starve the ones behind it.
  for (std::size_t first = 0; first < end;) {
    const auto count = static_cast<DWORD>(end - first);
    ++counts_.waits;
    const DWORD result = ::WSAWaitForMultipleEvents(count, &events_[first], FALSE, timeout, FALSE);
    if (result == WSA_WAIT_FAILED) throw l02::LastWinsockError("WSAWaitForMultipleEvents");
    if (result == WSA_WAIT_TIMEOUT) return;
    const std::size_t index = first + (result - WSA_WAIT_EVENT_0);
    // Reset before looking: what happens during the look signals again. The other order would wipe
    // the signal of an event that arrived after its socket had been asked.
    ::WSAResetEvent(events_[index]);
    if (index > 0) EnumerateGroup(index - 1, ready);
    first = index + 1;
    timeout = 0;
  }
}
// [wait]

void WsaDemultiplexer::EnumerateGroup(std::size_t group, std::vector<ReadyEvent>* ready) {
  for (std::size_t slot = group; slot < watched_.size(); slot += events_.size() - 1) {
    if (watched_[slot].key == kNoKey) continue;
    WSANETWORKEVENTS record{};
    ++counts_.enums;
    // No event handle: it was reset already, and it is shared with the other sockets of the group.
    if (::WSAEnumNetworkEvents(watched_[slot].socket, WSA_INVALID_EVENT, &record) != 0) {
      // A socket that somebody closed behind our back is its user's trouble, not everybody's.
      ready->push_back({watched_[slot].key, DE_CLOSE, ::WSAGetLastError()});
      watched_[slot] = {};
    } else if (record.lNetworkEvents != 0) {
      ready->push_back(Translate(watched_[slot].key, record));
    }
  }
}

void WsaDemultiplexer::WakeUp() {
  ::WSASetEvent(events_[0]);
}

}  // namespace l04
