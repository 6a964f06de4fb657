// Line by line: the status, the proof, and what was agreed on.
#include "05_websocket/handshake/handshake.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

#include "05_websocket/frames/crypto.h"
#include "05_websocket/frames/octets.h"
#include "05_websocket/handshake/base64.h"
#include "05_websocket/handshake/deflate_negotiation.h"

namespace l05 {
namespace {

// The constant of RFC 6455 §1.3. Its only meaning is that nobody else would use it by accident.
constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

// How much of a refusal's body is worth showing to a person.
constexpr std::size_t kMaxBody = 1024;

// "HTTP/1.1 101 Switching Protocols" -> 101 and the reason phrase, which may be missing.
bool ReadStatusLine(std::string_view line, int* status, std::string* reason) {
  // HTTP/1.1 SP 3DIGIT [SP reason]
  if (line.size() < 12 || line[8] != ' ' || (line[7] != '1' && line[7] != '0')) return false;
  const char* const digits = line.data() + 9;
  const auto [end, problem] = std::from_chars(digits, digits + 3, *status, 10);
  if (problem != std::errc() || end != digits + 3 || *status < 100) return false;
  if (line.size() > 12 && line[12] != ' ') return false;
  if (line.size() > 13) *reason = line.substr(13);
  return true;
}

bool HasNoBody(int status) {
  return status < 200 || status == 204 || status == 304;
}

}  // namespace

// [accept]
std::string AcceptFor(std::string_view key) {
  return EncodeBase64(Sha1(std::string(key).append(kGuid)));
}
// [accept]

HandshakeReader::HandshakeReader(std::string key, HandshakeOptions options)
    : key_(std::move(key)), options_(std::move(options)), parser_("HTTP/1.", options_.max_head) {}

// Three parts may arrive in one piece or in a hundred: the head, the body of a refusal, and frames,
// which are left to the caller.
HandshakeReader::Status HandshakeReader::Feed(std::string_view octets, std::size_t* consumed) {
  *consumed = 0;
  if (status_ != Status::kNeedMore) return status_;
  if (in_body_) return TakeBody(octets, consumed);
  switch (parser_.Feed(octets, consumed)) {
    case HttpHeadParser::Status::kNeedMore:
      return Status::kNeedMore;
    case HttpHeadParser::Status::kFailed:
      return Fail("bad handshake response: " + parser_.error());
    case HttpHeadParser::Status::kComplete:
      break;
  }
  if (OnHead() != Status::kNeedMore || !in_body_) return status_;
  std::size_t of_body = 0;
  TakeBody(octets.substr(*consumed), &of_body);
  *consumed += of_body;
  return status_;
}

// [check response]
HandshakeReader::Status HandshakeReader::OnHead() {
  failure_.headers = parser_.head().headers;
  if (!ReadStatusLine(parser_.head().start_line, &failure_.status, &failure_.reason)) {
    return Fail("bad handshake response: malformed status line");
  }
  // Redirections and requests for a password are reported and not obeyed: following one silently
  // would hand the caller's headers to a server it never named.
  if (failure_.status != 101) return OnRefusal();
  if (auto what = CheckUpgrade()) return Fail(*what);
  if (auto what = CheckSubprotocol()) return Fail(*what);
  if (auto what = CheckExtensions()) return Fail(*what);
  return status_ = Status::kAccepted;
}

std::optional<std::string> HandshakeReader::CheckUpgrade() const {
  const HttpHead& head = parser_.head();
  if (head.start_line[7] != '1') return "the server answers in HTTP/1.0, which has no Upgrade";
  for (const char* name : {"Upgrade", "Sec-WebSocket-Accept"}) {
    if (head.Count(name) == 0) return std::string("the response has no ") + name;
    if (head.Count(name) > 1) return std::string("the response has more than one ") + name;
  }
  if (!EqualsIgnoringCase(*head.Find("Upgrade"), "websocket")) return "Upgrade is not websocket";
  const std::vector<std::string> connection = head.List("Connection");
  if (std::none_of(connection.begin(), connection.end(), [](const std::string& option) {
        return EqualsIgnoringCase(option, "upgrade");
      })) {
    return "Connection does not contain upgrade";
  }
  // Base64 distinguishes case, so this comparison is exact.
  if (*head.Find("Sec-WebSocket-Accept") != AcceptFor(key_)) {
    return "Sec-WebSocket-Accept does not match the key";
  }
  return std::nullopt;
}
// [check response]

// A client that does not check this talks protoo to a server that expects something else.
std::optional<std::string> HandshakeReader::CheckSubprotocol() {
  const HttpHead& head = parser_.head();
  if (head.Count("Sec-WebSocket-Protocol") > 1) return "the server chose two subprotocols";
  const std::string* chosen = head.Find("Sec-WebSocket-Protocol");
  if (chosen == nullptr) return std::nullopt;  // allowed: it speaks none of them
  const auto& offered = options_.subprotocols;
  if (std::find(offered.begin(), offered.end(), *chosen) == offered.end()) {
    return "the server chose the subprotocol \"" + *chosen + "\", which was not offered";
  }
  subprotocol_ = *chosen;
  return std::nullopt;
}

// A server may split the list over several header fields (RFC 6455 §9.1). An extension that nobody
// offered would change what frames mean, and this end would not know.
std::optional<std::string> HandshakeReader::CheckExtensions() {
  const std::string list = parser_.head().Joined("Sec-WebSocket-Extensions");
  if (list.empty()) return std::nullopt;
  if (!options_.deflate) return "the server chose an extension that was not offered";
  const auto extensions = ParseExtensionList(list);
  if (!extensions) return "malformed Sec-WebSocket-Extensions";
  std::string error;
  deflate_ = ReadDeflateAnswer(*extensions, *options_.deflate, &error);
  if (!deflate_) return error;
  return std::nullopt;
}

// The status alone rarely says why. Servers put the reason ("no such room") into the body, so a
// little of it is kept; how much there is stands in Content-Length, or the end of the connection
// tells.
HandshakeReader::Status HandshakeReader::OnRefusal() {
  failure_.what = "the server refused: HTTP " + std::to_string(failure_.status);
  if (!failure_.reason.empty()) failure_.what += " " + failure_.reason;
  if (HasNoBody(failure_.status)) return status_ = Status::kFailed;
  in_body_ = true;
  body_left_ = kMaxBody;
  if (const std::string* length = parser_.head().Find("Content-Length")) {
    std::size_t announced = 0;
    const auto [end, problem] =
        std::from_chars(length->data(), length->data() + length->size(), announced, 10);
    if (problem == std::errc() && end == length->data() + length->size()) {
      body_left_ = std::min(announced, kMaxBody);
    }
  }
  return status_;
}

HandshakeReader::Status HandshakeReader::TakeBody(std::string_view octets, std::size_t* consumed) {
  *consumed = std::min(body_left_, octets.size());
  failure_.body.append(octets.substr(0, *consumed));
  body_left_ -= *consumed;
  // The chunked coding says itself where the body ends. It is shown undecoded: this is an error
  // message and no download.
  const bool last_chunk = std::string_view(failure_.body).ends_with("0\r\n\r\n");
  if (body_left_ == 0 || last_chunk) status_ = Status::kFailed;
  return status_;
}

HandshakeReader::Status HandshakeReader::OnEnd() {
  if (status_ != Status::kNeedMore) return status_;
  if (in_body_) return status_ = Status::kFailed;
  return Fail("the server closed the connection before its handshake response was complete");
}

HandshakeReader::Status HandshakeReader::Fail(std::string what) {
  failure_.what = std::move(what);
  return status_ = Status::kFailed;
}

}  // namespace l05
