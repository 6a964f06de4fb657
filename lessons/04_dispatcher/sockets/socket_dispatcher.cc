// From events to signals.
#include "04_dispatcher/sockets/socket_dispatcher.h"

#include <chrono>
#include <utility>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "support/trace.h"

namespace l04 {
namespace {

constexpr std::chrono::milliseconds kAcceptPause{100};

}  // namespace

// The life of a socket from Create (or Accept) to Close: one registration with the loop, whose key
// is never used again. It sits on the stack while handlers run, so it outlives the socket.
// [life]
class SocketDispatcher::Life {
 public:
  explicit Life(SocketDispatcher& socket)
      : socket_(&socket), server_(socket.server_), key_(server_.KeyOf(&socket)) {
    socket.handlers_run_ = true;
  }
  /// Notes what the handlers have left armed, also if one of them threw.
  ~Life() {
    if (Over()) return;
    socket_->handlers_run_ = false;
    server_.Update(socket_);
  }
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  /// True if a handler closed, reopened or destroyed the socket: its remaining events are void.
  bool Over() const { return server_.Find(key_) == nullptr; }

 private:
  SocketDispatcher* socket_;      // dangling once Over() is true
  PhysicalSocketServer& server_;  // knows who is registered
  DispatcherKey key_;             // what it knows this life by
};
// [life]

SocketDispatcher::SocketDispatcher(PhysicalSocketServer& server)
    : PhysicalSocket(server, kNoHandle) {}

SocketDispatcher::SocketDispatcher(PhysicalSocketServer& server, Handle connected)
    : PhysicalSocket(server, connected) {
  enabled_events_ = DE_READ;
  server_.Add(this);
  AnnounceWrite();
}

SocketDispatcher::~SocketDispatcher() {
  SocketDispatcher::Close();
}

SocketDispatcher::Seldom& SocketDispatcher::MakeSeldom() {
  if (!seldom_) seldom_ = std::make_unique<Seldom>();
  return *seldom_;
}

bool SocketDispatcher::Create(int family, int type) {
  CloseHandle();
  datagram_ = type == SOCK_DGRAM;
  handle_ = server_.calls().Open(family, type);
  if (handle_ == kNoHandle) {
    error_ = server_.calls().LastError();
    return false;
  }
  // TCP with an empty mask: a fresh socket reports a hang-up to epoll at once and for ever, so it
  // must not be in the kernel's set before it connects or listens.
  if (datagram_) enabled_events_ = DE_READ;
  server_.Add(this);
  if (datagram_) AnnounceWrite();
  return true;
}

int SocketDispatcher::Close() {
  if (named() != nullptr) named()->Cancel();
  CloseHandle();
  state_ = State::kClosed;
  return 0;
}

void SocketDispatcher::CloseHandle() {
  if (handle_ == kNoHandle) return;
  if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
  handlers_run_ = false;  // if some do, they are those of a former life
  close_pending_ = false;
  write_due_ = false;
  reported_error_ = 0;
  if (seldom_) seldom_->accept_pause.reset();
  enabled_events_ = 0;
  state_ = State::kClosed;
  // Out of the kernel's set first: after close the number may belong to somebody else.
  server_.Remove(this);
  server_.calls().Close(handle_);
  handle_ = kNoHandle;
}

std::unique_ptr<AsyncSocket> SocketDispatcher::Accept(l01::Endpoint* peer) {
  // Armed first: also a failed accept must not silence the listener.
  EnableEvents(DE_ACCEPT);
  l01::Endpoint from;
  const Handle accepted = server_.calls().Accept(handle_, &from);
  if (accepted == kNoHandle) {
    error_ = server_.calls().LastError();
    if (server_.calls().IsOutOfDescriptors(error_)) PauseAccept();
    return nullptr;
  }
  if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
  if (peer != nullptr) *peer = from;
  return std::make_unique<SocketDispatcher>(server_, accepted);
}

// The client stays in the queue and the listener stays readable. Without a pause the loop would
// spin until somebody else frees a descriptor.
void SocketDispatcher::PauseAccept() {
  DisableEvents(DE_ACCEPT);
  MakeSeldom().accept_pause = server_.CallAfter(kAcceptPause, [this] { EnableEvents(DE_ACCEPT); });
}

void SocketDispatcher::SetEnabledEvents(std::uint32_t events) {
  PhysicalSocket::SetEnabledEvents(events);
  if (!handlers_run_) server_.Update(this);
}

// The system need not watch for what is announced anyway.
std::uint32_t SocketDispatcher::GetRequestedEvents() const {
  return write_due_ ? enabled_events_ & ~std::uint32_t{DE_WRITE} : enabled_events_;
}

// A fresh connection can be written to. Asking the system would cost a change of the mask now and
// another one after the event.
void SocketDispatcher::AnnounceWrite() {
  write_due_ = true;
  EnableEvents(DE_WRITE);
  server_.Recheck(this);
}

// [on-event]
void SocketDispatcher::OnEvent(std::uint32_t flags, int error) {
  const Life life(*this);
  if ((flags & DE_CLOSE) != 0) {
    if (datagram_) {
      reported_error_ = error;  // "port unreachable", say: nothing ends, the next Recv reports it
      flags |= DE_READ;
    } else if (state_ != State::kClosed) {  // or its end has been told
      RememberClose(error);
    }
  }
  // Another handler of this turn may have disarmed what was reported before.
  std::uint32_t wanted = flags & enabled_events_;
  // epoll calls the end of the stream readable, WSAEventSelect does not. Here it is no read event.
  if (close_pending_ && (wanted & DE_READ) != 0 && !Unread()) wanted &= ~std::uint32_t{DE_READ};

  if ((wanted & DE_CONNECT) != 0) {
    state_ = State::kConnected;  // before the signal: its handler may ask
    if (named() != nullptr) named()->Cancel();
    if (!Deliver(life, DE_CONNECT, SignalConnectEvent)) return;
  }
  if ((wanted & DE_ACCEPT) != 0 && !Deliver(life, DE_ACCEPT, SignalReadEvent)) return;
  if ((wanted & DE_READ) != 0 && !Deliver(life, DE_READ, SignalReadEvent)) return;
  if ((wanted & DE_WRITE) != 0 && !Deliver(life, DE_WRITE, SignalWriteEvent)) return;
  if (close_pending_) CloseIfDrained();
}

// Returns false if the other events of this report are void.
bool SocketDispatcher::Deliver(const Life& life, std::uint32_t event,
                               Signal<AsyncSocket*>& signal) {
  support::TraceInstant("signal", {{"socket", handle_}, {"event", event}});
  DisableEvents(event);
  signal(this);
  if (life.Over()) return false;
  if constexpr (LoopPolice::kOn) CheckThatReadingGoesOn(event);
  return true;
}
// [on-event]

// A handler that waits for room to send has a reason not to read, and WRITE will call it again.
void SocketDispatcher::CheckThatReadingGoesOn(std::uint32_t event) {
  const bool paused = reading_paused_;
  reading_paused_ = false;
  if ((event & (DE_READ | DE_ACCEPT)) == 0 || SignalReadEvent.is_empty() || paused) return;
  if ((enabled_events_ & (event | DE_WRITE)) != 0 || close_pending_) return;
  if (seldom_ && seldom_->accept_pause) return;
  server_.police().Report(LoopRule::kReadOrPause, "socket " + std::to_string(handle_) + " on " +
                                                      GetLocalAddress().ToString() +
                                                      ": its read handler left the bytes");
}

void SocketDispatcher::RememberClose(int error) {
  if (!close_pending_) reported_error_ = error;
  close_pending_ = true;
}

void SocketDispatcher::ConnectionBroken(int error) {
  RememberClose(error);
  server_.Recheck(this);
}

void SocketDispatcher::Drained() {
  if (close_pending_) server_.Recheck(this);
}

void SocketDispatcher::SentShort() {
  write_due_ = true;
  server_.Recheck(this);
}

// An announcement that is still due would be a false one.
void SocketDispatcher::SentBlocked() {
  if (!write_due_) return;
  write_due_ = false;
  server_.Update(this);
}

int SocketDispatcher::TakeReportedError() {
  return std::exchange(reported_error_, 0);
}

void SocketDispatcher::OnRecheck() {
  const Life life(*this);
  const bool announce = write_due_ && (enabled_events_ & DE_WRITE) != 0;
  write_due_ = false;
  if (announce && !Deliver(life, DE_WRITE, SignalWriteEvent)) {
    return;
  }
  if (close_pending_) CloseIfDrained();
}

bool SocketDispatcher::Unread() {
  return state_ == State::kConnected && server_.calls().Peek(handle_) > 0;
}

// The peer's last bytes come before its end: while some are unread the close signal waits. The next
// Recv asks again.
void SocketDispatcher::CloseIfDrained() {
  if (Unread()) return;
  close_pending_ = false;
  if (state_ == State::kConnecting && named() != nullptr && named()->HasNext()) {
    error_ = reported_error_;
    TryNextAddress();
    return;
  }
  state_ = State::kClosed;
  SetEnabledEvents(0);
  support::TraceInstant("signal", {{"socket", handle_}, {"event", "close"}});
  SignalCloseEvent(this, reported_error_);
}

}  // namespace l04
