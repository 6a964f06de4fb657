// man 2 accept lists the errors; here they become five reactions.
#include "03_epoll/servers/acceptor.h"

#include <fcntl.h>

#include <string>
#include <utility>

#include "01_blocking/sockets/accept_error.h"
#include "01_blocking/sockets/error.h"
#include "support/trace.h"

namespace l03 {
namespace {

Descriptor OpenReserve() {
  return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

}  // namespace

Acceptor::Acceptor(l01::Socket listener) : listener_(std::move(listener)), reserve_(OpenReserve()) {
  listener_.SetNonBlocking(true);
}

l01::Socket Acceptor::AcceptNow() {
  while (true) {
    ++calls_;
    l01::Socket client(l01::native::Accept(listener_.native(), nullptr, nullptr));
    if (client.valid() || !l01::IsInterrupted(l01::LastSocketError())) return client;
  }
}

Acceptor::Result Acceptor::Accept() {
  l01::Socket client = AcceptNow();
  if (client.valid()) {
    if (!reserve_.valid()) reserve_ = OpenReserve();  // it was lost in a hard time
    support::TraceInstant("accept",
                          {{"listener", listener_.native()}, {"socket", client.native()}});
    return {Outcome::kClient, std::move(client)};
  }
  const int error = l01::LastSocketError();
  switch (l01::ClassifyAcceptError(error)) {
    case l01::AcceptError::kNobodyWaits:
      return {Outcome::kNobody, {}};
    case l01::AcceptError::kClientGone:
      return {Outcome::kClientGone, {}};
    case l01::AcceptError::kOutOfResources:
      return AcceptWithTheReserve(error);
    case l01::AcceptError::kBroken:
      break;
  }
  throw l01::SocketError("accept", listener_.LocalEndpoint().ToString(), error);
}

std::string Acceptor::Reason(int error) const {
  return l01::SocketError("accept", listener_.LocalEndpoint().ToString(), error).what();
}

// Out of descriptors, and a client waits. Left in the queue it would keep the listener readable: a
// level-triggered loop would spin, an edge-triggered one would forget it. So give up the reserve,
// accept with it, and hang up: the client learns at once, and the queue moves on.
// [reserve]
Acceptor::Result Acceptor::AcceptWithTheReserve(int error) {
  reserve_.Close();
  l01::Socket client = AcceptNow();
  if (!client.valid()) {
    const l01::AcceptError second_error = l01::ClassifyAcceptError(l01::LastSocketError());
    reserve_ = OpenReserve();
    if (second_error == l01::AcceptError::kNobodyWaits) return {Outcome::kNobody, {}};
    if (second_error == l01::AcceptError::kClientGone) return {Outcome::kClientGone, {}};
    // Another thread took the number, or memory is short. Waiting is all that is left.
    pause_.Begin(Reason(error));
    return {Outcome::kExhausted, {}};
  }
  reserve_ = OpenReserve();
  if (reserve_.valid()) return {Outcome::kClient, std::move(client)};  // somebody left meanwhile

  pause_.BeginRefusing(Reason(error));  // one line, however many clients are refused for a while
  client.Close();
  reserve_ = OpenReserve();
  return {Outcome::kRefused, {}};
}
// [reserve]

}  // namespace l03
