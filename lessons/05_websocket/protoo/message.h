// protoo's messages (https://protoo.versatica.com): requests, responses and notifications in JSON,
// each a text message of the WebSocket. Pure: text in, a value out.
//
//   {"request":true, "id":10001, "method":"getRouterRtpCapabilities", "data":{}}
//   {"response":true, "id":10001, "ok":true, "data":{...}}
//   {"response":true, "id":10001, "errorCode":404, "errorReason":"..."}     "ok" may be missing
//   {"notification":true, "method":"peerClosed", "data":{...}}              nobody answers it
//
// It is read as a JavaScript server would read it: 1.0 and 1 are the same number, and half of a
// surrogate pair is a character, which becomes U+FFFD here because UTF-8 has no place for it.
//
// Whatever a peer sends must not throw. The text `null` is valid JSON, and the real protoo-server
// throws an uncaught exception over it, because JavaScript's typeof null is "object".
#ifndef LESSONS_05_WEBSOCKET_PROTOO_MESSAGE_H_
#define LESSONS_05_WEBSOCKET_PROTOO_MESSAGE_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace l05 {

/// A JSON value.
using Json = nlohmann::json;

/// The other end asks for something and waits for a response.
struct ProtooRequest {
  Json id;             // a number of the asker's choice; the response repeats it as it is
  std::string method;  // what is asked for
  Json data;           // an object; empty if the message had none
};

/// The other end answers.
struct ProtooResponse {
  Json id;                   // which request
  bool ok = false;           // false also if the member is missing: servers send errors that way
  Json data;                 // the result, if ok
  int error_code = 0;        // if not ok
  std::string error_reason;  // if not ok
};

/// The other end tells something.
struct ProtooNotification {
  std::string method;  // what happened
  Json data;           // an object; empty if the message had none
};

/// Not a protoo message. The connection stays; the text is reported and ignored.
struct ProtooInvalid {
  std::string why;  // one phrase
};

/// What a text turned out to be.
using ProtooMessage =
    std::variant<ProtooInvalid, ProtooRequest, ProtooResponse, ProtooNotification>;

/// The id as a whole number, if it is one that is not negative: in any spelling of JSON, 1, 1.0 and
/// 1e0 alike.
std::optional<std::uint64_t> WholeNumber(const Json& id);

/// Reads one text message. Never throws.
ProtooMessage ParseProtooMessage(std::string_view text);

/// Writes a request.
std::string ProtooRequestText(std::uint64_t id, std::string_view method, const Json& data);
/// Writes a successful response to the request with that id.
std::string ProtooAcceptText(const Json& id, const Json& data);
/// Writes an error response, with `ok` false.
std::string ProtooRejectText(const Json& id, int error_code, std::string_view error_reason);
/// Writes a notification.
std::string ProtooNotificationText(std::string_view method, const Json& data);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROTOO_MESSAGE_H_
