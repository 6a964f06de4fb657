// Target: protoo's messages.
#include <string>
#include <variant>

#include "05_websocket/protoo/message.h"
#include "tests/05_websocket/fuzz/targets.h"

namespace ws_fuzz {

using l05::ProtooMessage;

void FuzzProtoo(std::string_view octets) {
  const ProtooMessage message = l05::ParseProtooMessage(octets);
  if (const auto* invalid = std::get_if<l05::ProtooInvalid>(&message)) {
    Require(!invalid->why.empty());
  } else if (const auto* request = std::get_if<l05::ProtooRequest>(&message)) {
    Require(request->id.is_number());
    const auto answer = l05::ParseProtooMessage(l05::ProtooAcceptText(request->id, request->data));
    const auto* response = std::get_if<l05::ProtooResponse>(&answer);
    Require(response != nullptr && response->ok && response->id == request->id);
  } else if (const auto* response = std::get_if<l05::ProtooResponse>(&message)) {
    Require(response->id.is_number());
  } else {
    const auto& note = std::get<l05::ProtooNotification>(message);
    const auto again = l05::ParseProtooMessage(l05::ProtooNotificationText(note.method, note.data));
    Require(std::holds_alternative<l05::ProtooNotification>(again));
  }
}

}  // namespace ws_fuzz
