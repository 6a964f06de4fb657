// An edge is told once, so whatever it obliges to is kept here until it is done.
#include "04_dispatcher/servers/lean_socket.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "03_epoll/servers/edge_drain.h"

namespace l04 {
namespace {

// The interface counts in int, as the layer's does.
std::size_t ClampToInt(std::size_t size) {
  return std::min(size, static_cast<std::size_t>(std::numeric_limits<int>::max()));
}

}  // namespace

void LeanBacklog::EndTurn() {
  LeanSocket* next = std::exchange(now_, nullptr);
  while (next != nullptr) {
    LeanSocket& socket = *std::exchange(next, next->next_);
    socket.in_backlog_ = false;
    socket.Tell();
  }
  now_ = std::exchange(next_turn_, nullptr);
}

void LeanSocket::ComeBack() {
  if (in_backlog_ || closed()) return;
  in_backlog_ = true;
  next_ = std::exchange(backlog_.next_turn_, this);
}

// [lean-events]
void LeanSocket::OnEvents(std::uint32_t events) {
  if (closed()) return;  // by a slot of this turn, after the events were fetched
  const bool broken = (events & (EPOLLERR | EPOLLHUP)) != 0;
  if (blocked_ && (broken || (events & EPOLLOUT) != 0)) {
    blocked_ = false;
    room_ = true;
  }
  if ((events & ~EPOLLOUT) != 0) readable_ = true;
  if ((events & l03::kMoreBehindAShortRead) != 0) to_the_end_ = true;
  if (broken && !SomebodyWillCall()) Fail();
  if (!in_backlog_) Tell();  // else it has its turn already: a busy peer gets no second one
}

// A user who calls finds out what has broken, behind the last octets. Nobody else ever would.
bool LeanSocket::SomebodyWillCall() const {
  return !SignalReadEvent.is_empty() || (room_ && !SignalWriteEvent.is_empty());
}

void LeanSocket::Tell() {
  if (closed()) return;
  if (room_ && !over_) TellRoom();
  if (closed() || over_told_) return;
  if (readable_ && (!over_ || !SignalReadEvent.is_empty())) return TellBytes();
  if (over_) TellEnd();
}

void LeanSocket::TellRoom() {
  if (SignalWriteEvent.is_empty()) return SignalWriteEvent.WaitForSlot(*this);
  room_ = false;
  SignalWriteEvent(this);
}

void LeanSocket::TellBytes() {
  // Nobody listens: so a user says "not now". Whoever connects the next slot makes it come back.
  if (SignalReadEvent.is_empty()) return SignalReadEvent.WaitForSlot(*this);
  SignalReadEvent(this);
  if (readable_) ComeBack();
}

void LeanSocket::TellEnd() {
  if (SignalCloseEvent.is_empty()) return SignalCloseEvent.WaitForSlot(*this);
  over_told_ = true;
  SignalCloseEvent(this);
}
// [lean-events]

void LeanSocket::Fail() {
  over_ = true;
  ComeBack();  // the slot that called us runs still: it hears of it later
}

int LeanSocket::Recv(void* data, std::size_t size) {
  if (size == 0) return 0;  // the system's answer would look like the end of the stream
  size = ClampToInt(size);
  while (true) {
    const ssize_t received = ::recv(fd_.get(), data, size, 0);
    if (received > 0) {
      // Shorter than the room: nothing is left, unless an event said more; see edge_drain.h.
      if (static_cast<std::size_t>(received) < size && !to_the_end_) readable_ = false;
      return static_cast<int>(received);
    }
    if (received < 0 && errno == EINTR) continue;
    readable_ = false;
    if (received == 0 || errno != EAGAIN) Fail();
    return -1;
  }
}

int LeanSocket::Send(const void* data, std::size_t size) {
  size = ClampToInt(size);
  while (true) {
    const ssize_t sent = ::send(fd_.get(), data, size, MSG_NOSIGNAL);
    if (sent >= 0) return static_cast<int>(sent);
    if (errno == EINTR) continue;
    if (errno == EAGAIN) {
      blocked_ = true;
    } else {
      Fail();
    }
    return -1;
  }
}

}  // namespace l04
