// How far the other end has got with what we sent.
//
// That octets left our queue says little: they lie in the system's buffer, and there may be
// megabytes of them. TCP knows better, because the other end acknowledges what has arrived there.
// While that goes on, somebody is there, however quiet.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_DELIVERY_H_
#define LESSONS_05_WEBSOCKET_CLIENT_DELIVERY_H_

#include <cstdint>
#include <optional>

#include "04_dispatcher/loop/socket_calls.h"

namespace l05 {

/// A look at the outgoing direction of one connection.
struct Delivery {
  std::uint64_t acknowledged = 0;    // octets that have arrived at the other end; only grows
  std::uint64_t unacknowledged = 0;  // octets that are still on their way
};

/// Whether something of what waited at `before` has arrived by `now`. What was sent later does not
/// count: a system acknowledges a ping also for a program that hangs.
constexpr bool Delivered(const Delivery& before, const Delivery& now) {
  return before.unacknowledged > 0 && now.acknowledged != before.acknowledged;
}

/// What the system knows about a connected TCP socket; nothing if it does not say.
std::optional<Delivery> AskForDelivery(l04::Handle socket);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_DELIVERY_H_
