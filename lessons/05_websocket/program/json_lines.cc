// One function per event. The library does the escaping.
#include "05_websocket/program/json_lines.h"

#include <cstdint>
#include <span>

#include "05_websocket/frames/octets.h"
#include "05_websocket/handshake/base64.h"
#include "05_websocket/program/time_text.h"

namespace l05 {
namespace {

std::string Base64(std::string_view octets) {
  return EncodeBase64({reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()});
}

}  // namespace

JsonLines::Object JsonLines::Event(const char* name) const {
  return {{"event", name}, {"time", TimeStamp(now_())}};
}

void JsonLines::Write(const Object& event) {
  write_(event.dump(-1, ' ', /*ensure_ascii=*/true, Object::error_handler_t::replace) + '\n');
}

void JsonLines::OnConnected(const Connected& connected) {
  open_ = true;
  Object event = Event("opened");
  event["url"] = connected.url;
  event["subprotocol"] = connected.subprotocol;
  event["compressed"] = connected.compressed;
  Write(event);
}

void JsonLines::OnMessage(Opcode opcode, std::string_view payload) {
  Object event = Event("message");
  const bool text = opcode == Opcode::kText;
  event["type"] = text ? "text" : "binary";
  event[text ? "text" : "base64"] = text ? std::string(payload) : Base64(payload);
  Write(event);
}

// Their payload may be anything, so it has one form only.
void JsonLines::OnControl(Opcode opcode, std::string_view payload) {
  Object event = Event(opcode == Opcode::kPing ? "ping" : "pong");
  event["base64"] = Base64(payload);
  Write(event);
}

void JsonLines::OnEnd(const CloseInfo& info) {
  if (!std::exchange(open_, false)) return OnFailure(info.what);
  Object event = Event("closed");
  event["code"] = info.code;
  event["reason"] = info.reason;
  event["clean"] = info.clean;
  event["what"] = info.what;
  Write(event);
}

void JsonLines::OnFailure(const std::string& what) {
  Object event = Event("error");
  event["what"] = what;
  Write(event);
}

}  // namespace l05
