// The life of a socket: created, accepted, closed; and what the loop is told about it meanwhile.
#include "04_dispatcher/sockets/socket_dispatcher.h"

#include <chrono>
#include <cstring>
#include <utility>

#include "04_dispatcher/loop/physical_socket_server.h"

namespace l04 {
namespace {

constexpr std::chrono::milliseconds kAcceptPause{100};

}  // namespace

SocketDispatcher::SocketDispatcher(PhysicalSocketServer& server)
    : PhysicalSocket(server, kNoHandle) {}

SocketDispatcher::SocketDispatcher(PhysicalSocketServer& server, Handle connected,
                                   const l01::Endpoint& peer)
    : PhysicalSocket(server, connected) {
  SocketDispatcher::KeepPeer(peer);
  enabled_events_ = DE_READ | DE_WRITE;
  server_.Add(this);
  // It can be written to. Asking the system would cost a change of the mask now and another one
  // after the event.
  SocketDispatcher::Announce(DE_WRITE);
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
  facts_.datagram = type == SOCK_DGRAM;
  handle_ = server_.calls().Open(family, type);
  if (handle_ == kNoHandle) {
    error_ = server_.calls().LastError();
    return false;
  }
  RepeatOptions();
  // TCP with an empty mask: a fresh socket reports a hang-up to epoll at once and for ever, so it
  // must not be in the kernel's set before it connects or listens.
  if (facts_.datagram) enabled_events_ = DE_READ | DE_WRITE;
  server_.Add(this);
  if (facts_.datagram) Announce(DE_WRITE);
  return true;
}

int SocketDispatcher::Close() {
  if (named() != nullptr) named()->Cancel();
  CloseHandle();
  if (seldom_) seldom_->late_close.reset();
  return 0;
}

void SocketDispatcher::Abort() {
  if (state_ == State::kConnected && !facts_.datagram) server_.calls().SetAbortOnClose(handle_);
  Close();
}

// Nothing of this life may be seen in the next one: a flag that stayed told a refused connection as
// one that stood.
void SocketDispatcher::CloseHandle() {
  state_ = State::kClosed;
  enabled_events_ = due_ = 0;
  reported_error_ = 0;
  facts_ = {.datagram = facts_.datagram};  // handlers that run are those of the former life
  ForgetPeer();
  if (seldom_) seldom_->accept_pause.reset();
  if (handle_ == kNoHandle) return;
  if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
  // Out of the kernel's set first: after close the number may belong to somebody else.
  server_.Remove(this);
  server_.calls().Close(handle_);
  handle_ = kNoHandle;
}

std::unique_ptr<AsyncSocket> SocketDispatcher::Accept(l01::Endpoint* peer) {
  if (!facts_.listening) {
    Refuse(OwnError::kInvalid);
    return nullptr;
  }
  // Armed first: also a failed accept must not silence the listener.
  Arm(DE_ACCEPT);
  l01::Endpoint from;
  const Handle accepted = server_.calls().Accept(handle_, &from);
  if (accepted == kNoHandle) {
    error_ = server_.calls().LastError();
    if (server_.calls().KindOf(error_) == ErrorKind::kOutOfResources) PauseAccept();
    return nullptr;
  }
  if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
  if (peer != nullptr) *peer = from;
  return std::make_unique<SocketDispatcher>(server_, accepted, from);
}

// The client stays in the queue and the listener stays readable. Without a pause the loop would
// spin until somebody else frees a descriptor.
void SocketDispatcher::PauseAccept() {
  Disarm(DE_ACCEPT);
  MakeSeldom().accept_pause = server_.CallAfter(kAcceptPause, [this] { Arm(DE_ACCEPT); });
}

void SocketDispatcher::TellLoop() {
  server_.Update(this);
}

void SocketDispatcher::Announce(std::uint32_t events) {
  due_ |= static_cast<std::uint8_t>(events);
  server_.Recheck(this);
}

// [requested-events]
std::uint32_t SocketDispatcher::GetRequestedEvents() const {
  // A broken connection tells itself what is left. The system would report it in every turn.
  const bool ended = (due_ & DE_CLOSE) != 0;
  if (ended && reported_error_ != 0 && !facts_.datagram) return 0;
  // The system need not watch for what is due anyway.
  std::uint32_t wanted = enabled_events_ & ~std::uint32_t{due_};
  // The end is heard by who neither reads nor writes, too. Once both directions have ended it has
  // been heard, and epoll would report it for ever.
  const bool hears_end =
      state_ == State::kConnected && !facts_.datagram && !(ended && facts_.sending_ended);
  if (hears_end) wanted |= DE_CLOSE;
  return wanted;
}
// [requested-events]

void SocketDispatcher::KeepPeer(const l01::Endpoint& peer) {
  if (peer.family() != AF_INET) {
    MakeSeldom().peer_v6 = peer;
    return;
  }
  sockaddr_in address{};
  std::memcpy(&address, peer.data(), sizeof address);
  peer_v4_ = address.sin_addr.s_addr;
  peer_port_ = address.sin_port;
}

void SocketDispatcher::ForgetPeer() {
  peer_v4_ = peer_port_ = 0;
  if (seldom_) seldom_->peer_v6 = {};
}

l01::Endpoint SocketDispatcher::GetRemoteAddress() const {
  if (state_ == State::kConnecting) return {};
  if (peer_port_ == 0) return seldom_ ? seldom_->peer_v6 : l01::Endpoint();
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = peer_v4_;
  address.sin_port = peer_port_;
  return {reinterpret_cast<const sockaddr*>(&address), sizeof address};
}

}  // namespace l04
