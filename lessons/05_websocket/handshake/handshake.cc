// Line by line: the status, the proof, and what was agreed on.
#include "05_websocket/handshake/handshake.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "05_websocket/frames/crypto.h"
#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/visible_text.h"
#include "05_websocket/handshake/base64.h"
#include "05_websocket/handshake/deflate_negotiation.h"
#include "05_websocket/handshake/status_line.h"

namespace l05 {
namespace {

// The constant of RFC 6455 §1.3. Its only meaning is that nobody else would use it by accident.
constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

// A server that sends nothing but interim responses would never come to the point. No honest one
// sends so many.
constexpr int kMaxInterim = 100;

HttpHeadParser AnswerParser(const HandshakeOptions& options) {
  return HttpHeadParser("HTTP/1.", options.max_head, Folds::kJoin);
}

}  // namespace

// [accept]
std::string AcceptFor(std::string_view key) {
  return EncodeBase64(Sha1(std::string(key).append(kGuid)));
}
// [accept]

HandshakeReader::HandshakeReader(std::string key, HandshakeOptions options)
    : key_(std::move(key)), options_(std::move(options)), parser_(AnswerParser(options_)) {}

// Four parts may arrive in one piece or in a hundred: interim responses, the head, the body of a
// refusal, and frames, which are left to the caller.
HandshakeReader::Status HandshakeReader::Feed(std::string_view octets, std::size_t* consumed) {
  *consumed = 0;
  while (status_ == Status::kNeedMore && *consumed < octets.size()) {
    const std::string_view rest = octets.substr(*consumed);
    *consumed += body_ ? TakeBody(rest) : TakeHead(rest);
  }
  return status_;
}

std::size_t HandshakeReader::TakeHead(std::string_view octets) {
  std::size_t consumed = 0;
  switch (parser_.Feed(octets, &consumed)) {
    case HttpHeadParser::Status::kNeedMore:
      break;
    case HttpHeadParser::Status::kFailed:
      FailInHead("bad handshake response: " + parser_.error());
      break;
    case HttpHeadParser::Status::kComplete:
      OnHead();
      break;
  }
  return consumed;
}

HandshakeReader::Status HandshakeReader::OnHead() {
  std::optional<StatusLine> line = ReadStatusLine(parser_.head().start_line);
  if (!line) return Fail("bad handshake response: malformed status line");
  if (line->IsInterim()) return SkipInterim();
  failure_.status = line->status;
  failure_.reason = std::move(line->reason);
  failure_.headers = parser_.head().headers;
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

// "A client MUST be able to parse one or more 1xx responses received prior to a final response,
// even if the client does not expect one" (RFC 9110 §15.2).
HandshakeReader::Status HandshakeReader::SkipInterim() {
  if (++interim_count_ > kMaxInterim) {
    return Fail("more than " + std::to_string(kMaxInterim) + " interim responses");
  }
  interim_.push_back(parser_.head());
  parser_ = AnswerParser(options_);
  return status_;
}

// A client that does not check this talks protoo to a server that expects something else.
std::optional<std::string> HandshakeReader::CheckSubprotocol() {
  const HttpHead& head = parser_.head();
  if (head.Count("Sec-WebSocket-Protocol") > 1) return "the server chose two subprotocols";
  const std::string* chosen = head.Find("Sec-WebSocket-Protocol");
  if (chosen == nullptr) return std::nullopt;  // allowed: it speaks none of them
  const auto& offered = options_.subprotocols;
  if (std::find(offered.begin(), offered.end(), *chosen) == offered.end()) {
    return "the server chose the subprotocol \"" + VisibleText(*chosen) +
           "\", which was not offered";
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

HandshakeReader::Status HandshakeReader::OnRefusal() {
  body_.emplace(parser_.head(), failure_.status);
  if (body_->complete()) FinishRefusal();
  return status_;
}

std::size_t HandshakeReader::TakeBody(std::string_view octets) {
  const std::size_t consumed = body_->Take(octets);
  if (body_->complete()) FinishRefusal();
  return consumed;
}

HandshakeReader::Status HandshakeReader::FinishRefusal() {
  failure_.body = body_->text();
  return Fail(RefusalText());
}

// Where a redirection leads is half of its message.
std::string HandshakeReader::RefusalText() const {
  std::string text = "the server refused: HTTP " + std::to_string(failure_.status);
  if (!failure_.reason.empty()) text += " " + VisibleText(failure_.reason);
  const std::string* location = parser_.head().Find("Location");
  if (location != nullptr) text += ", Location: " + VisibleText(*location);
  return text;
}

HandshakeReader::Status HandshakeReader::OnEnd() {
  if (status_ != Status::kNeedMore) return status_;
  if (body_) return FinishRefusal();
  return FailInHead("the server closed the connection before its handshake response was complete");
}

// The status alone decides (RFC 6455 §4.1 item 1). A server that said 403 has refused, whatever is
// wrong with the header lines behind that, or missing.
HandshakeReader::Status HandshakeReader::FailInHead(const std::string& why) {
  const HttpHead& head = parser_.head();
  std::optional<StatusLine> line = ReadStatusLine(head.start_line);
  if (!line || line->IsInterim() || line->status == 101) return Fail(why);
  failure_.status = line->status;
  failure_.reason = std::move(line->reason);
  failure_.headers = head.headers;
  return Fail(RefusalText() + " (" + why + ")");
}

HandshakeReader::Status HandshakeReader::Fail(std::string what) {
  failure_.what = std::move(what);
  return status_ = Status::kFailed;
}

}  // namespace l05
