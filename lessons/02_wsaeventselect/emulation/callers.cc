// Taking callers out of the queue, putting them off, and turning them away.
#include "02_wsaeventselect/emulation/callers.h"

#include <poll.h>

#include <cerrno>
#include <utility>

#include "01_blocking/sockets/accept_error.h"

namespace l02 {
namespace {

// Drops a connection the hard way, as a refused caller sees it.
void Reject(Descriptor connection) {
  const linger hard{1, 0};
  ::setsockopt(connection.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

}  // namespace

Outcome Callers::Listen(int backlog) {
  if (!kernel_.bound()) return Outcome::Failed(WSAEINVAL);
  if (::listen(kernel_.fd(), backlog) < 0) return Outcome::FromErrno();
  kernel_.ShareAddress();
  listening_ = true;
  return Outcome::Of(0);
}

void Callers::Look() {
  if (!association_.Wants(FD_ACCEPT)) return;
  if (!deferred_.empty() || kernel_.Ready(POLLIN) != 0) association_.Post(FD_ACCEPT_BIT);
}

Outcome Callers::Next(Caller& caller) {
  if (!deferred_.empty()) {
    caller = std::move(deferred_.front());
    deferred_.pop_front();
    return Outcome::Of(0);
  }
  caller.address.size = sizeof caller.address.storage;
  caller.connection = Descriptor(::accept4(kernel_.fd(), caller.address.data(),
                                           &caller.address.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (caller.connection.valid()) return Outcome::Of(0);
  // The caller has left before we came, in one of many ways. Winsock calls that a reset.
  const bool left = l01::ClassifyAcceptError(errno) == l01::AcceptError::kClientGone;
  return left ? Outcome::Failed(WSAECONNRESET) : Outcome::FromErrno();
}

Outcome Callers::Accept(const Condition& condition, Caller& caller) {
  if (const Outcome taken = Next(caller); !taken.ok()) {
    // "Any call to the reenabling routine, even one that fails, results in reenabling": whoever
    // could not be accepted for lack of descriptors still waits, and nobody else would tell.
    association_.Unlatch(FD_ACCEPT);
    Look();
    return taken;
  }
  const int verdict = condition ? condition(caller.address) : CF_ACCEPT;
  if (verdict == CF_DEFER) {
    // The one failure that re-enables nothing, by Microsoft's page: FD_ACCEPT stays latched.
    deferred_.push_front(std::move(caller));
    return Outcome::Failed(WSATRY_AGAIN);
  }
  association_.Unlatch(FD_ACCEPT);
  Look();
  if (verdict == CF_REJECT) {
    Reject(std::move(caller.connection));
    return Outcome::Failed(WSAECONNREFUSED);
  }
  return Outcome::Of(0);
}

}  // namespace l02
