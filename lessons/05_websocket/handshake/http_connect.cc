// The tunnel begins behind the head of a 2xx answer, whatever lengths that head announces.
#include "05_websocket/handshake/http_connect.h"

#include "05_websocket/frames/visible_text.h"
#include "05_websocket/handshake/basic.h"
#include "05_websocket/handshake/status_line.h"

namespace l05 {

HttpConnect::HttpConnect(const std::string& target, const std::string& credentials)
    : answer_("HTTP/1.", HttpHeadParser::kDefaultLimit, Folds::kJoin) {
  output_ = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
  if (!credentials.empty()) {
    output_ += "Proxy-Authorization: " + BasicCredentials(credentials) + "\r\n";
  }
  output_ += "\r\n";
}

ProxyTalk::Status HttpConnect::Feed(std::string_view octets, std::size_t* consumed) {
  switch (answer_.Feed(octets, consumed)) {
    case HttpHeadParser::Status::kNeedMore:
      return Status::kNeedMore;
    case HttpHeadParser::Status::kFailed:
      return Fail("bad answer: " + answer_.error());
    default:
      return Judge();
  }
}

ProxyTalk::Status HttpConnect::Judge() {
  const auto line = ReadStatusLine(answer_.head().start_line);
  if (!line) return Fail("bad answer: malformed status line");
  if (line->status / 100 == 2) return Status::kDone;
  status_ = line->status;
  return Fail("refused: HTTP " + std::to_string(line->status) + " " + VisibleText(line->reason));
}

}  // namespace l05
