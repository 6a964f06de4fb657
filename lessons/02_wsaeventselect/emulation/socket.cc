// The life of an emulated socket, and its association with an event: WSAEventSelect and the
// enumeration.
#include "02_wsaeventselect/emulation/socket.h"

#include <algorithm>
#include <atomic>
#include <cerrno>

#include "support/trace.h"

namespace l02 {
namespace {

std::uint64_t NextId() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

const char* BitName(int bit) {
  constexpr const char* kNames[] = {"FD_READ",   "FD_WRITE",   "FD_OOB",
                                    "FD_ACCEPT", "FD_CONNECT", "FD_CLOSE"};
  return bit <= FD_CLOSE_BIT ? kNames[bit] : "FD_?";
}

void SetKernelFlag(int fd, int level, int name) {
  const int on = 1;
  ::setsockopt(fd, level, name, &on, sizeof on);
}

}  // namespace

std::shared_ptr<EmulatedSocket> EmulatedSocket::Open(int family, int type, int protocol,
                                                     const Profile& profile, int& error) {
  Descriptor fd(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
  if (!fd.valid()) {
    error = WinsockCode(errno);
    return nullptr;
  }
  // On Windows an IPv6 socket speaks IPv6 only unless told otherwise. On Linux it is the opposite.
  if (family == AF_INET6) SetKernelFlag(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY);
  Phase phase = Phase::kUnconnected;
  if (type == SOCK_DGRAM) {
    phase = Phase::kDatagram;
    // Windows tells the sender of a datagram that its port was unreachable; Linux only if asked.
    SetKernelFlag(fd.get(), IPPROTO_IP, IP_RECVERR);
    if (family == AF_INET6) SetKernelFlag(fd.get(), IPPROTO_IPV6, IPV6_RECVERR);
  }
  return std::make_shared<EmulatedSocket>(std::move(fd), phase, family, profile);
}

EmulatedSocket::EmulatedSocket(Descriptor fd, Phase phase, int family, const Profile& profile)
    : id_(NextId()), profile_(profile), fd_(std::move(fd)), phase_(phase), family_(family) {}

EmulatedSocket::~EmulatedSocket() {
  if (event_) event_->Untie(*this);
}

void EmulatedSocket::Select(std::shared_ptr<EmulatedEvent> event, long mask) {
  // Whatever the mask, even to end the reports: the socket is non-blocking from now on.
  nonblocking_ = true;
  ForgetForSelect();
  Associate(std::move(event), mask);
  // What has been recorded and not enumerated survives, and signals the new event at once. Without
  // this a loop that re-selects in every turn would lose what arrived in between.
  if ((record_.recorded() & mask_) != 0) event_->Set();
  Look();
}

void EmulatedSocket::ForgetForSelect() {
  if (profile_.select_clears_unconsumed) record_.Unlatch(record_.recorded());
  const long repeatable = FD_READ | FD_WRITE | FD_OOB | FD_ACCEPT;
  if (profile_.reselect_repeats_consumed) record_.Unlatch(repeatable & ~record_.recorded());
  const long arriving = record_.latched() & ~record_.recorded() & (FD_READ | FD_ACCEPT);
  if (profile_.new_arrival_reposts && arriving != 0 && CountArrivals() > arrivals_) {
    record_.Unlatch(arriving);
  }
}

void EmulatedSocket::Inherit(const EmulatedSocket& listener) {
  nonblocking_ = listener.nonblocking_;
  Associate(listener.event_, listener.mask_);
  Look();
}

void EmulatedSocket::Associate(std::shared_ptr<EmulatedEvent> event, long mask) {
  if (mask == 0) event = nullptr;
  if (event_ != event) {
    // Tie first: if that throws, the old association is still whole.
    if (event) event->Tie(*this);
    if (event_) event_->Untie(*this);
    event_ = std::move(event);
  }
  mask_ = event_ ? mask : 0;
}

void EmulatedSocket::Post(int bit, int error) {
  if (!record_.Post(bit, error)) return;
  support::TraceInstant("post", {{"socket", static_cast<std::uintptr_t>(handle_)},
                                 {"event", BitName(bit)},
                                 {"error", error}});
  if (bit == FD_READ_BIT || bit == FD_ACCEPT_BIT) arrivals_ = CountArrivals();
  if ((mask_ & (1L << bit)) != 0) event_->Set();
}

long EmulatedSocket::Enumerate(int* errors) {
  return record_.Take(mask_, errors);
}

void EmulatedSocket::Close() {
  closed_ = true;
  Associate(nullptr, 0);
  for (Waker* waker : blocked_threads_) waker->Wake();
}

bool EmulatedSocket::HasBacklog() {
  if (backlog_.empty()) return false;
  backlog_.Flush(fd_.get());
  // The end of the stream comes after the data.
  if (backlog_.empty() && send_shut_) ::shutdown(fd_.get(), SHUT_WR);
  return !backlog_.empty();
}

void EmulatedSocket::RemoveBlockedThread(Waker& waker) {
  std::erase(blocked_threads_, &waker);
}

}  // namespace l02
