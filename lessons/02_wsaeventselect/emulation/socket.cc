// Which part a call is for. A stream, a listener and datagrams share one API; each error for the
// wrong kind of socket stands here.
#include "02_wsaeventselect/emulation/socket.h"

#include <atomic>
#include <utility>

namespace l02 {
namespace {

std::uint64_t NextId() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

}  // namespace

std::shared_ptr<EmulatedSocket> EmulatedSocket::Open(int family, int type, int protocol,
                                                     const Profile& profile, int& error) {
  Descriptor fd = KernelSocket::Open(family, type, protocol, error);
  if (!fd.valid()) return nullptr;
  return std::make_shared<EmulatedSocket>(
      KernelSocket(std::move(fd), family, type != SOCK_DGRAM, profile),
      Connection::Phase::kUnconnected);
}

EmulatedSocket::EmulatedSocket(KernelSocket kernel, Connection::Phase phase)
    : id_(NextId()),
      kernel_(std::move(kernel)),
      association_(*this, kernel_),
      connection_(kernel_, association_, phase),
      transfer_(kernel_, association_, connection_),
      datagrams_(kernel_, association_),
      callers_(kernel_, association_),
      options_(kernel_) {}

void EmulatedSocket::Select(std::shared_ptr<EmulatedEvent> event, long mask) {
  // Whatever the mask, even to end the reports: the socket is non-blocking from now on.
  options_.set_nonblocking(true);
  association_.Select(std::move(event), mask);
  Look();
}

void EmulatedSocket::Inherit(const EmulatedSocket& listener) {
  options_.set_nonblocking(listener.options_.nonblocking());
  association_.Inherit(listener.association_);
  Look();
}

void EmulatedSocket::Look() {
  if (!kernel_.is_stream()) return datagrams_.Look();
  connection_.Look();
  // A never-connected stream socket is skipped: Linux calls it writable and hung up (POLLOUT |
  // POLLHUP), Winsock reports nothing for it.
  if (connection_.Update() == Connection::Phase::kConnected) transfer_.Look();
  if (callers_.listening()) callers_.Look();
}

Outcome EmulatedSocket::Bind(const sockaddr* address, int size) {
  const Outcome outcome = kernel_.Bind(address, size);
  if (outcome.ok()) Look();
  return outcome;
}

Outcome EmulatedSocket::Listen(int backlog) {
  if (!kernel_.is_stream()) return Outcome::Failed(WSAEOPNOTSUPP);
  if (connection_.Update() == Connection::Phase::kConnected) return Outcome::Failed(WSAEISCONN);
  const Outcome outcome = callers_.Listen(backlog);
  if (outcome.ok()) Look();
  return outcome;
}

Outcome EmulatedSocket::Accept(const Callers::Condition& condition,
                               std::shared_ptr<EmulatedSocket>& accepted, AnyAddress& peer) {
  if (!kernel_.is_stream()) return Outcome::Failed(WSAEOPNOTSUPP);
  if (!callers_.listening()) return Outcome::Failed(WSAEINVAL);
  Caller caller;
  const Outcome outcome = callers_.Accept(condition, caller);
  if (!outcome.ok()) return outcome;
  peer = caller.address;
  KernelSocket kernel(std::move(caller.connection), kernel_.family(), true, profile());
  kernel.NoteBound();
  accepted = std::make_shared<EmulatedSocket>(std::move(kernel), Connection::Phase::kConnected);
  return outcome;
}

Outcome EmulatedSocket::StartConnect(const sockaddr* address, int size) {
  const auto phase = connection_.Update();
  if (phase == Connection::Phase::kConnecting) return Outcome::Failed(WSAEALREADY);
  if (phase == Connection::Phase::kConnected) return Outcome::Failed(WSAEISCONN);
  if (callers_.listening()) return Outcome::Failed(WSAEINVAL);
  if (const Outcome check = kernel_.CheckAddress(address, size); !check.ok()) return check;
  return kernel_.is_stream() ? connection_.Start(address, size) : datagrams_.Connect(address, size);
}

Outcome EmulatedSocket::Shutdown(int how) {
  if (how != SD_RECEIVE && how != SD_SEND && how != SD_BOTH) return Outcome::Failed(WSAEINVAL);
  const bool stream = kernel_.is_stream();
  if (stream && connection_.Update() != Connection::Phase::kConnected) {
    return Outcome::Failed(WSAENOTCONN);
  }
  // Linux would report an end of stream at once after SHUT_RD and hide the peer's. So the kernel
  // is not told, and receiving is refused by the part.
  if (how != SD_SEND) stream ? transfer_.ShutReceive() : datagrams_.ShutReceive();
  if (how != SD_RECEIVE) stream ? transfer_.ShutSend() : datagrams_.ShutSend();
  if (how == SD_BOTH && profile().sd_both_drops_association) association_.End();
  Look();
  return Outcome::Of(0);
}

Outcome EmulatedSocket::TrySend(std::span<const char> data, int flags, const sockaddr* to,
                                int to_size) {
  if (data.data() == nullptr && !data.empty()) return Outcome::Failed(WSAEFAULT);
  return kernel_.is_stream() ? transfer_.Send(data, flags, options_.nonblocking())
                             : datagrams_.Send(data, flags, to, to_size);
}

void EmulatedSocket::NoteSend(const Outcome& outcome) {
  // A send that worked touches nothing, not even if it was short: there is no FD_WRITE "because
  // there is room now", only one because there was none before.
  if (outcome.ok()) return;
  association_.Unlatch(FD_WRITE);
  Look();
}

Outcome EmulatedSocket::TryReceive(std::span<char> room, int flags, AnyAddress* from) {
  if (room.data() == nullptr && !room.empty()) return Outcome::Failed(WSAEFAULT);
  return kernel_.is_stream() ? transfer_.Receive(room, flags)
                             : datagrams_.Receive(room, flags, from);
}

void EmulatedSocket::NoteReceive(const Outcome& outcome, int flags) {
  if (outcome.error == WSAEFAULT) return;
  // Whatever else came of it, a call of the recv family re-enables the event; if there is still
  // something to read, it is recorded again at once.
  association_.Unlatch((flags & MSG_OOB) != 0 ? FD_OOB : FD_READ);
  Look();
}

Outcome EmulatedSocket::ReadableBytes() const {
  // A listener has no bytes. The kernel calls the question an error.
  return callers_.listening() ? Outcome::Of(0) : kernel_.ReadableBytes();
}

Outcome EmulatedSocket::SetNonBlocking(bool nonblocking) {
  // While network events are selected the socket must stay non-blocking.
  if (!nonblocking && association_.mask() != 0) return Outcome::Failed(WSAEINVAL);
  options_.set_nonblocking(nonblocking);
  return Outcome::Of(0);
}

Outcome EmulatedSocket::GetOption(int level, int name, std::span<char> value, int& size) {
  if (level == SOL_SOCKET && name == SO_ERROR) {
    return GiveOption(connection_.SocketError(), value, size);
  }
  return options_.Get(level, name, value, size);
}

Outcome EmulatedSocket::SetOption(int level, int name, std::span<const char> value) {
  return options_.Set(level, name, value);
}

void EmulatedSocket::Close() {
  closed_ = true;
  association_.End();
  for (Waker* waker : blocked_threads_) waker->Wake();
}

}  // namespace l02
