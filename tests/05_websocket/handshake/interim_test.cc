// What comes before the answer that counts, and what is left of an answer that is broken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "05_websocket/handshake/handshake.h"

namespace {

using ::testing::HasSubstr;
using Status = l05::HandshakeReader::Status;

// The key and its answer from RFC 6455 §1.3.
const std::string kKey = "dGhlIHNhbXBsZSBub25jZQ==";
const std::string kAccepted =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept:\r\n s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
const std::string kHints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
const std::string kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

struct Answer : l05::HandshakeReader {
  Answer() : HandshakeReader(kKey, {}) {}
  // In one piece; `consumed` tells how much was the reader's.
  Status Read(const std::string& octets) { return Feed(octets, &consumed); }
  std::size_t consumed = 0;
};

TEST(Interim, ResponsesAreSkippedInEverySegmentation) {
  const std::string all = kHints + kContinue + kHints + kAccepted + "\x81\x02hi";
  for (std::size_t step : {std::size_t{1}, std::size_t{7}, all.size()}) {
    Answer answer;
    std::string waiting;
    for (std::size_t at = 0; at < all.size(); at += step) {
      waiting += all.substr(at, step);
      answer.Read(waiting);
      waiting.erase(0, answer.consumed);
    }
    EXPECT_EQ(answer.Read(""), Status::kAccepted);
    EXPECT_EQ(waiting, "\x81\x02hi");
    EXPECT_EQ(answer.TakeInterim().size(), 3U);
  }
}

TEST(Interim, ResponsesMayComeBeforeARefusalToo) {
  Answer answer;
  EXPECT_EQ(answer.Read(kContinue + "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"),
            Status::kFailed);
  EXPECT_EQ(answer.failure().status, 403);
  EXPECT_EQ(answer.failure().body, "no");
}

TEST(Interim, ResponsesAreNoAnswerWhenTheConnectionEnds) {
  Answer answer;
  EXPECT_EQ(answer.Read(kHints), Status::kNeedMore);
  EXPECT_EQ(answer.OnEnd(), Status::kFailed);
  EXPECT_EQ(answer.failure().status, 0);
  EXPECT_EQ(answer.failure().reason, "");
  EXPECT_THAT(answer.failure().what, HasSubstr("closed the connection"));
}

TEST(Interim, ResponsesWithoutEndFail) {
  Answer answer;
  int rounds = 0;
  while (answer.Read(kContinue) == Status::kNeedMore && rounds < 1000) ++rounds;
  EXPECT_EQ(rounds, 100);
  EXPECT_THAT(answer.failure().what, HasSubstr("interim"));
}

TEST(BrokenRefusal, StillReportsItsStatus) {
  Answer answer;
  EXPECT_EQ(answer.Read("HTTP/1.1 403 Forbidden\r\nno colon\r\n"), Status::kFailed);
  EXPECT_EQ(answer.failure().status, 403);
  EXPECT_THAT(answer.failure().what, HasSubstr("HTTP 403 Forbidden (bad handshake response"));
}

TEST(BrokenRefusal, ThatEndsInItsHeadStillReportsItsStatus) {
  Answer answer;
  EXPECT_EQ(answer.Read("HTTP/1.1 302 Found\r\nLocation: /login\r\nX"), Status::kNeedMore);
  EXPECT_EQ(answer.OnEnd(), Status::kFailed);
  EXPECT_EQ(answer.failure().status, 302);
  EXPECT_THAT(answer.failure().what, HasSubstr("HTTP 302 Found, Location: /login (the server"));
}

}  // namespace
