// man 2 accept lists the errors; here they become five reactions.
#include "03_epoll/servers/acceptor.h"

#include <fcntl.h>

#include <cstdio>
#include <utility>

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

// [accept]
Acceptor::Result Acceptor::Accept() {
  l01::Socket client = AcceptNow();
  if (client.valid()) {
    if (!reserve_.valid()) reserve_ = OpenReserve();  // it was lost in a hard time
    support::TraceInstant("accept",
                          {{"listener", listener_.native()}, {"socket", client.native()}});
    return {Outcome::kClient, std::move(client)};
  }
  const int error = l01::LastSocketError();
  if (l01::IsWouldBlock(error)) return {Outcome::kNobody, {}};
  if (l01::IsTransientAcceptError(error)) return {Outcome::kClientGone, {}};
  if (l01::IsOutOfDescriptors(error)) return AcceptWithTheReserve(error);
  throw l01::SocketError("accept", listener_.LocalEndpoint().ToString(), error);
}
// [accept]

// Out of descriptors, and a client waits. Left in the queue it would keep the listener readable: a
// level-triggered loop would spin, an edge-triggered one would forget it. So give up the reserve,
// accept with it, and hang up: the client learns at once, and the queue moves on.
// [reserve]
Acceptor::Result Acceptor::AcceptWithTheReserve(int error) {
  reserve_.Close();
  l01::Socket client = AcceptNow();
  if (!client.valid()) {
    const int second_error = l01::LastSocketError();
    reserve_ = OpenReserve();
    if (l01::IsWouldBlock(second_error)) return {Outcome::kNobody, {}};
    if (l01::IsTransientAcceptError(second_error)) return {Outcome::kClientGone, {}};
    // Another thread took the number, or memory is short. Waiting is all that is left.
    return {Outcome::kExhausted, {}};
  }
  reserve_ = OpenReserve();
  if (reserve_.valid()) return {Outcome::kClient, std::move(client)};  // somebody left meanwhile

  std::fprintf(stderr, "accept %s: %s; refusing a client\n",
               listener_.LocalEndpoint().ToString().c_str(), l01::SystemReason(error).c_str());
  client.Close();
  reserve_ = OpenReserve();
  return {Outcome::kRefused, {}};
}
// [reserve]

}  // namespace l03
