// From events to signals: what has happened is told in order, once, and only to a living socket.
#include "04_dispatcher/loop/physical_socket_server.h"
#include "04_dispatcher/sockets/socket_dispatcher.h"
#include "support/trace.h"

namespace l04 {

// The life of a socket from Create (or Accept) to Close: one registration with the loop. This
// object sits on the stack while handlers run, so it outlives the socket, and the loop knows how
// the registration has ended.
// [life]
class SocketDispatcher::Life {
 public:
  explicit Life(SocketDispatcher& socket) : socket_(&socket), server_(socket.server_) {
    socket.facts_.handlers_run = true;
  }
  /// Notes what the handlers have left armed. If one of them threw, the others are still due.
  ~Life() {
    if (Over()) return;
    socket_->facts_.handlers_run = false;
    if (!told_) server_.Recheck(socket_);
    server_.Update(socket_);
  }
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  /// True if a handler closed, reopened or destroyed the socket: its remaining events are void.
  bool Over() const { return server_.CalledIsGone(); }
  /// All that is due was told, or waits for something that will tell.
  void AllTold() { told_ = true; }

 private:
  SocketDispatcher* socket_;      // dangling once Over() is true
  PhysicalSocketServer& server_;  // whose turn this is
  bool told_ = false;             // see AllTold()
};
// [life]

// [on-event]
void SocketDispatcher::OnEvent(std::uint32_t flags, int error) {
  if ((flags & DE_CLOSE) != 0 && facts_.datagram) {
    reported_error_ = error;  // "port unreachable", say: nothing ends, the next Recv reports it
    flags |= DE_READ;
  }
  // Another handler of this turn may have disarmed what was reported before.
  const std::uint32_t happened = flags & enabled_events_;
  if ((happened & DE_CONNECT) != 0) {
    state_ = State::kConnected;  // before the signal: its handler may ask
    if (named() != nullptr) named()->Cancel();
  }
  due_ |= static_cast<std::uint8_t>(happened);
  if ((flags & DE_CLOSE) != 0 && !facts_.datagram) RememberEnd(error);
  TellDue();
}

// Tells the event if it is due. Returns false if the events that follow are void.
inline bool SocketDispatcher::Tell(const Life& life, std::uint32_t event,
                                   Signal<AsyncSocket*>& signal) {
  if ((due_ & enabled_events_ & event) == 0) return true;
  if (!signal.is_empty()) return Emit(life, event, signal);
  signal.WaitForSlot(*this);  // it stays due, and is told when somebody listens
  return true;
}

void SocketDispatcher::TellDue() {
  Life life(*this);
  // epoll calls the end of the stream readable, WSAEventSelect does not. Here it is no read event,
  // and there will be none: epoll would go on reporting it while the end waits for a sender.
  if ((due_ & DE_CLOSE) != 0 && (due_ & DE_READ) != 0 && !Unread()) {
    due_ &= static_cast<std::uint8_t>(~DE_READ);
    Disarm(DE_READ);
  }
  if (!Tell(life, DE_CONNECT, SignalConnectEvent)) return;
  if (!Tell(life, DE_ACCEPT, SignalReadEvent)) return;
  if (!Tell(life, DE_WRITE, SignalWriteEvent)) return;
  if (!Tell(life, DE_READ, SignalReadEvent)) return;
  if ((due_ & DE_CLOSE) != 0) TellEnd(life);
  life.AllTold();
}

// Returns false if the events that follow are void. Not inlined, so that Tell stays small: it is
// asked four times for each event, and most of the time there is nothing to tell.
[[gnu::noinline]] bool SocketDispatcher::Emit(const Life& life, std::uint32_t event,
                                              Signal<AsyncSocket*>& signal) {
  support::TraceInstant("signal", {{"socket", handle_}, {"event", event}});
  due_ &= static_cast<std::uint8_t>(~event);
  Disarm(event);
  signal(this);
  if (life.Over()) return false;
  if constexpr (LoopPolice::kOn) CheckThatReadingGoesOn(event);
  return true;
}
// [on-event]

// A handler that waits for room to send has a reason not to read, and WRITE will call it again.
void SocketDispatcher::CheckThatReadingGoesOn(std::uint32_t event) {
  const bool paused = facts_.reading_paused;
  facts_.reading_paused = false;
  if ((event & (DE_READ | DE_ACCEPT)) == 0 || SignalReadEvent.is_empty() || paused) return;
  if ((enabled_events_ & (event | DE_WRITE)) != 0 || (due_ & DE_CLOSE) != 0) return;
  if (seldom_ && seldom_->accept_pause) return;
  server_.police().Report(LoopRule::kReadOrPause, "socket " + std::to_string(handle_) + " on " +
                                                      GetLocalAddress().ToString() +
                                                      ": its read handler left the bytes");
}

bool SocketDispatcher::Unread() {
  return state_ == State::kConnected && server_.calls().Peek(handle_) > 0;
}

// Somebody wants to receive now. Who has paused does not, and who has no read slot never will.
bool SocketDispatcher::IsReader() const {
  return (enabled_events_ & DE_READ) != 0 && !SignalReadEvent.is_empty();
}

// [tell-end]
void SocketDispatcher::TellEnd(const Life& life) {
  if (state_ == State::kConnecting && named() != nullptr && named()->HasNext()) {
    error_ = reported_error_;
    return TryNextAddress();  // the attempt has failed, and there is another address
  }
  if (state_ == State::kConnected && reported_error_ == 0 && !facts_.end_told) AskForAReset();
  const bool broken = state_ != State::kConnected || reported_error_ != 0;
  // The last bytes come first. They are announced here: a system that has told the end need not
  // report them once more (Wine does not, if both directions have ended).
  if (IsReader() && Unread()) return Announce(DE_READ);
  if (!broken && !TellEndOfStream(life)) return;
  EndConnection(reported_error_);
}

// Not every system tells a reset from an end in order (Wine does not), but a send tells the truth
// everywhere, even one of no bytes. A sender that waits for room would wait for ever otherwise.
void SocketDispatcher::AskForAReset() {
  if (facts_.sending_ended || server_.calls().Send(handle_, "", 0) >= 0) return;
  const int error = server_.calls().LastError();
  if (server_.calls().KindOf(error) == ErrorKind::kBroken) reported_error_ = error;
}

// The peer's stream has ended. Returns true if with it the connection is over.
bool SocketDispatcher::TellEndOfStream(const Life& life) {
  // A reader that pauses: its next Recv looks again. Who has no read slot will call none.
  if (!SignalReadEvent.is_empty() && Unread()) return false;
  if (!facts_.end_told && !SignalEndOfStreamEvent.is_empty()) {
    facts_.end_told = true;
    Disarm(DE_READ);
    support::TraceInstant("signal", {{"socket", handle_}, {"event", "end of stream"}});
    SignalEndOfStreamEvent(this);
    if (life.Over()) return false;
  }
  const bool half_open = !SignalEndOfStreamEvent.is_empty() && !facts_.sending_ended;
  if (half_open) due_ &= static_cast<std::uint8_t>(~DE_CLOSE);  // ShutdownSend or Close goes on
  // A sender that waits for room was promised a signal: the end waits for it.
  const bool sending = (enabled_events_ & DE_WRITE) != 0 && !SignalWriteEvent.is_empty();
  return !half_open && !sending;
}

void SocketDispatcher::EndConnection(int error) {
  if (state_ == State::kConnecting) ForgetPeer();  // there was none
  state_ = State::kClosed;
  facts_.listening = false;
  SetEnabledEvents(0);
  if (SignalCloseEvent.is_empty()) {
    reported_error_ = error;
    due_ |= DE_CLOSE;
    return SignalCloseEvent.WaitForSlot(*this);
  }
  due_ = 0;
  support::TraceInstant("signal", {{"socket", handle_}, {"event", "close"}});
  SignalCloseEvent(this, error);  // may destroy this object: nothing may follow
}
// [tell-end]

// Inside connect(): the slot must not run before its owner has got the Connection.
void SocketDispatcher::OnSlotConnected() noexcept {
  if (due_ == 0) return;
  server_.Recheck(this);
  if (handle_ != kNoHandle) return;
  // A look-up that has failed: there is no socket, and nothing of it on the loop.
  MakeSeldom().late_close =
      server_.CallAfter(std::chrono::milliseconds(0), [this] { EndConnection(reported_error_); });
}

}  // namespace l04
