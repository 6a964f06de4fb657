// What each method of the conference room answers.
#include "05_websocket/loopback/protoo.h"

#include <algorithm>

#include "05_websocket/protoo/router_capabilities.h"

namespace l05 {
namespace {

// Larger than a fragment of 16 KiB, so that the reply arrives in several frames.
constexpr std::size_t kPaddedReply = 40'000;
constexpr std::size_t kMostPadding = 16 * 1024 * 1024;

// The client chooses the size, so it is checked like everything a peer chooses.
std::size_t PaddingAskedFor(const Json& data) {
  if (!data.is_object() || !data.contains("padding")) return kPaddedReply;
  const Json& padding = data.at("padding");
  if (!padding.is_number_unsigned()) return kPaddedReply;
  return std::min(padding.get<std::size_t>(), kMostPadding);
}

// protoo-server leaves `ok` out of an error response; so does this one.
std::string ErrorText(const Json& id, int code, const std::string& reason) {
  return Json{{"response", true}, {"id", id}, {"errorCode", code}, {"errorReason", reason}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

// Nonsense is ignored and reported, as protoo asks; it is no reason to end the connection.
ProtooReaction LoopbackProtoo::OnText(std::string_view text) {
  const ProtooMessage message = ParseProtooMessage(text);
  if (const auto* request = std::get_if<ProtooRequest>(&message)) return OnRequest(*request);
  if (const auto* response = std::get_if<ProtooResponse>(&message)) return OnResponse(*response);
  ProtooReaction reaction;
  if (const auto* invalid = std::get_if<ProtooInvalid>(&message)) reaction.invalid = invalid->why;
  return reaction;
}

ProtooReaction LoopbackProtoo::OnRequest(const ProtooRequest& request) {
  const std::string accepted = ProtooAcceptText(request.id, Json::object());
  if (request.method == "getRouterRtpCapabilities") {
    const Json capabilities = RouterCapabilities(PaddingAskedFor(request.data));
    return {{ProtooAcceptText(request.id, capabilities)}, false, {}};
  }
  if (request.method == "notifyMe") {
    return {{ProtooNotificationText("peerJoined", {{"peerId", "xiqhlyrn"}}), accepted}, false, {}};
  }
  if (request.method == "askMe") {
    asked_by_ = request.id;
    const auto id = static_cast<std::uint64_t>(next_id_++);
    return {{ProtooRequestText(id, "newConsumer", {{"kind", "video"}})}, false, {}};
  }
  if (request.method == "never") return {};
  if (request.method == "leave") return {{accepted}, true, {}};
  return {{ErrorText(request.id, 404, "unknown method \"" + request.method + "\"")}, false, {}};
}

// Passes the client's answer to "newConsumer" back as the response to its own "askMe".
ProtooReaction LoopbackProtoo::OnResponse(const ProtooResponse& response) {
  if (asked_by_.is_null()) return {{}, false, "response that nobody waits for"};
  const Json id = asked_by_;
  asked_by_ = nullptr;
  const Json data = {{"youSaid", response.ok ? response.data : Json(response.error_reason)},
                     {"ok", response.ok}};
  return {{ProtooAcceptText(id, data)}, false, {}};
}

}  // namespace l05
