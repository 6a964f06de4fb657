// From JSON to a message and back; whatever is not quite a message is refused.
#include "05_websocket/protoo/message.h"

#include <utility>

#include "05_websocket/protoo/lone_surrogates.h"

namespace l05 {
namespace {

// Deeper JSON than this is an attack and no message.
constexpr int kMaxDepth = 100;

// Every member is looked up and its type asked for before it is used: the library throws otherwise,
// and it is the peer who chose the members.
bool IsTrue(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

bool HasNumber(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_number();
}

bool HasText(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string();
}

// Converting a number that does not fit is undefined behaviour, and the peer chooses the number.
int SmallNumber(const Json& number) {
  const double value = number.get<double>();
  return value > -1e9 && value < 1e9 ? static_cast<int>(value) : 0;
}

// `data` is optional, and null means "none" as well.
Json DataOf(Json& object) {
  const auto found = object.find("data");
  return found == object.end() || found->is_null() ? Json::object() : std::move(*found);
}

// Like protoo-server, which drops a request whose id is a text without a word.
ProtooMessage ParseRequest(Json& object) {
  if (!HasText(object, "method")) return ProtooInvalid{"request without a method"};
  if (!HasNumber(object, "id")) return ProtooInvalid{"request without a numeric id"};
  return ProtooRequest{object["id"], object["method"], DataOf(object)};
}

ProtooMessage ParseResponse(Json& object) {
  if (!HasNumber(object, "id")) return ProtooInvalid{"response without a numeric id"};
  ProtooResponse response;
  response.id = object["id"];
  response.ok = IsTrue(object, "ok");
  if (response.ok) response.data = DataOf(object);
  if (HasNumber(object, "errorCode")) response.error_code = SmallNumber(object["errorCode"]);
  if (HasText(object, "errorReason")) response.error_reason = object["errorReason"];
  return response;
}

ProtooMessage ParseNotification(Json& object) {
  if (!HasText(object, "method")) return ProtooInvalid{"notification without a method"};
  return ProtooNotification{object["method"], DataOf(object)};
}

// A peer's text may come back in an error message; dump() must not throw over its octets.
std::string Text(const Json& message) {
  return message.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

// JavaScript has one kind of number, so a server may write 10001 as 10001.0 or 1.0001e4. Up to 2^53
// such a number is exact.
std::optional<std::uint64_t> WholeNumber(const Json& id) {
  constexpr double kExact = 9007199254740992.0;
  if (id.is_number_unsigned()) return id.get<std::uint64_t>();
  const double value = id.is_number() ? id.get<double>() : -1;
  if (!(value >= 0 && value <= kExact)) return std::nullopt;
  const auto whole = static_cast<std::uint64_t>(value);
  return static_cast<double>(whole) == value ? std::optional(whole) : std::nullopt;
}

ProtooMessage ParseProtooMessage(std::string_view text) {
  // A hundred thousand opening brackets are a small message, but copying or printing what they
  // mean takes as many nested calls and overflows the stack.
  bool too_deep = false;
  const auto watch_depth = [&too_deep](int depth, Json::parse_event_t, const Json&) {
    too_deep = too_deep || depth > kMaxDepth;
    return !too_deep;
  };
  Json message = Json::parse(WithoutLoneSurrogates(text), watch_depth, /*allow_exceptions=*/false);
  if (too_deep) return ProtooInvalid{"nested too deeply"};
  if (message.is_discarded()) return ProtooInvalid{"not JSON"};
  if (!message.is_object()) {
    return ProtooInvalid{std::string("a JSON ") + message.type_name() + ", not an object"};
  }
  if (IsTrue(message, "request")) return ParseRequest(message);
  if (IsTrue(message, "response")) return ParseResponse(message);
  if (IsTrue(message, "notification")) return ParseNotification(message);
  return ProtooInvalid{"neither request, response nor notification"};
}

std::string ProtooRequestText(std::uint64_t id, std::string_view method, const Json& data) {
  return Text({{"request", true}, {"id", id}, {"method", method}, {"data", data}});
}

std::string ProtooAcceptText(const Json& id, const Json& data) {
  return Text({{"response", true}, {"id", id}, {"ok", true}, {"data", data}});
}

std::string ProtooRejectText(const Json& id, int error_code, std::string_view error_reason) {
  return Text({{"response", true},
               {"id", id},
               {"ok", false},
               {"errorCode", error_code},
               {"errorReason", error_reason}});
}

std::string ProtooNotificationText(std::string_view method, const Json& data) {
  return Text({{"notification", true}, {"method", method}, {"data", data}});
}

}  // namespace l05
