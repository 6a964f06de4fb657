// Open requests by id, each with the time at which it is given up.
#include "05_websocket/protoo/peer.h"

#include <utility>

namespace l05 {

// Connected for life: the socket may be opened again, and requests then go on counting.
ProtooPeer::ProtooPeer(l04::PhysicalSocketServer& server, WebSocketClient& socket)
    : server_(server), socket_(socket) {
  on_message_ = socket.SignalMessage.connect(
      [this](auto*, Opcode opcode, std::string_view payload) { OnMessage(opcode, payload); });
  on_close_ = socket.SignalClose.connect([this](auto*, const CloseInfo& info) { OnClose(info); });
}

bool ProtooPeer::Send(const std::string& text) {
  const SendStatus status = socket_.SendText(text);
  return status == SendStatus::kQueued || status == SendStatus::kFull;
}

std::optional<std::uint64_t> ProtooPeer::Request(const std::string& method, const Json& data,
                                                 Done done) {
  const std::uint64_t id = next_id_;
  if (!Send(ProtooRequestText(id, method, data))) return std::nullopt;
  ++next_id_;
  // Nothing can be answered before this function returns: answers come through the loop.
  l04::Timer timeout = server_.CallAfter(NextTimeout(), [this, id] { OnTimeout(id); });
  pending_.emplace(id, Pending{std::move(done), std::move(timeout)});
  return id;
}

// A server with many open requests may need longer for each.
std::chrono::milliseconds ProtooPeer::NextTimeout() const {
  return timeout_ * (150 + static_cast<std::int64_t>(pending_.size())) / 10;
}

bool ProtooPeer::Notify(const std::string& method, const Json& data) {
  return Send(ProtooNotificationText(method, data));
}

bool ProtooPeer::Accept(const ProtooRequest& request, const Json& data) {
  return Send(ProtooAcceptText(request.id, data));
}

bool ProtooPeer::Reject(const ProtooRequest& request, int error_code,
                        const std::string& error_reason) {
  return Send(ProtooRejectText(request.id, error_code, error_reason));
}

// Each branch ends with a handler that may destroy this object.
void ProtooPeer::OnMessage(Opcode opcode, std::string_view payload) {
  if (opcode != Opcode::kText) {
    return SignalInvalid(this, "binary message of " + std::to_string(payload.size()) + " octets");
  }
  ProtooMessage message = ParseProtooMessage(payload);
  if (auto* request = std::get_if<ProtooRequest>(&message)) return OnRequest(*request);
  if (auto* response = std::get_if<ProtooResponse>(&message)) {
    return OnResponse(std::move(*response));
  }
  if (auto* notification = std::get_if<ProtooNotification>(&message)) {
    return SignalNotification(this, *notification);
  }
  SignalInvalid(this, std::get<ProtooInvalid>(message).why);
}

void ProtooPeer::OnRequest(const ProtooRequest& request) {
  if (SignalRequest.is_empty()) {
    RejectUnheard(request);
    return;
  }
  SignalRequest(this, request);
}

// A request without an answer would keep the server waiting until its time-out.
bool ProtooPeer::RejectUnheard(const ProtooRequest& request) {
  return Reject(request, 501, "not implemented: " + request.method);
}

// [on response]
void ProtooPeer::OnResponse(ProtooResponse response) {
  // Our ids are whole numbers; anything else answers nothing that we asked.
  const std::optional<std::uint64_t> id = WholeNumber(response.id);
  const auto found = id ? pending_.find(*id) : pending_.end();
  if (found == pending_.end()) {
    return SignalInvalid(this, "response to " + response.id.dump() + ", which nobody waits for");
  }
  // Out of the map before the callback runs: it may send the next request.
  const auto request = pending_.extract(found);
  ProtooResult result;
  result.end = response.ok ? ProtooResult::End::kAccepted : ProtooResult::End::kRejected;
  result.data = std::move(response.data);
  result.error_code = response.error_code;
  result.error_reason = std::move(response.error_reason);
  request.mapped().done(result);
}
// [on response]

// An answer that comes after this is reported as one that nobody waits for.
void ProtooPeer::OnTimeout(std::uint64_t id) {
  const auto request = pending_.extract(id);
  ProtooResult result;
  result.end = ProtooResult::End::kTimedOut;
  result.error_reason = "no response in time";
  request.mapped().done(result);
}

void ProtooPeer::OnClose(const CloseInfo& info) {
  // All of them, in the order in which they were sent; from a local map, because a callback may
  // destroy this object.
  const auto pending = std::exchange(pending_, {});
  ProtooResult result;
  result.end = ProtooResult::End::kClosed;
  result.error_reason = info.what;
  for (const auto& [id, request] : pending) request.done(result);
}

}  // namespace l05
