// The head of an HTTP message: any segmentation, and refusal of everything that is not HTTP.
#include "05_websocket/handshake/http_head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Status = l05::HttpHeadParser::Status;
using std::string_literals::operator""s;

const std::string kHead =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nEmpty:\r\nVia: \t two words "
    "\t\r\n\r\n";

std::string ErrorOf(const std::string& octets) {
  l05::HttpHeadParser parser("HTTP/1.");
  std::size_t consumed = 0;
  EXPECT_EQ(parser.Feed(octets, &consumed), Status::kFailed) << octets;
  return parser.error();
}

TEST(HttpHead, IsReadFromOnePiece) {
  l05::HttpHeadParser parser("HTTP/1.");
  std::size_t consumed = 0;
  ASSERT_EQ(parser.Feed(kHead, &consumed), Status::kComplete);
  EXPECT_EQ(consumed, kHead.size());
  EXPECT_EQ(parser.head().start_line, "HTTP/1.1 101 Switching Protocols");
  ASSERT_EQ(parser.head().headers.size(), 3U);
  EXPECT_EQ(*parser.head().Find("upgrade"), "websocket");
  EXPECT_EQ(*parser.head().Find("EMPTY"), "");
  EXPECT_EQ(*parser.head().Find("Via"), "two words");
  EXPECT_EQ(parser.head().Find("missing"), nullptr);
}

// Rule R5 and defect B19: the article takes the first segment for the whole answer.
TEST(HttpHead, IsReadOneOctetAtATime) {
  l05::HttpHeadParser parser("HTTP/1.");
  for (std::size_t i = 0; i < kHead.size(); ++i) {
    std::size_t consumed = 0;
    const Status status = parser.Feed(kHead.substr(i, 1), &consumed);
    ASSERT_EQ(consumed, 1U);
    ASSERT_EQ(status, i + 1 == kHead.size() ? Status::kComplete : Status::kNeedMore) << i;
  }
  EXPECT_EQ(parser.head().headers.size(), 3U);
}

// Rule R9 and defect B22: what follows the blank line is not the parser's.
TEST(HttpHead, LeavesWhatFollowsTheBlankLine) {
  l05::HttpHeadParser parser("HTTP/1.");
  std::size_t consumed = 0;
  ASSERT_EQ(parser.Feed(kHead + "\x81\x02hi", &consumed), Status::kComplete);
  EXPECT_EQ(consumed, kHead.size());
}

TEST(HttpHead, KeepsDuplicatesAndJoinsLists) {
  l05::HttpHeadParser parser("");
  std::size_t consumed = 0;
  parser.Feed("x\r\nConnection: a, ,b\r\nconnection:c ,\r\n\r\n", &consumed);
  EXPECT_EQ(parser.head().Count("CONNECTION"), 2U);
  EXPECT_THAT(parser.head().List("Connection"), ElementsAre("a", "b", "c"));
}

TEST(HttpHead, FailsAtTheFirstOctetOfAnotherProtocol) {
  EXPECT_THAT(ErrorOf("S"), HasSubstr("does not speak HTTP"));
  EXPECT_THAT(ErrorOf("HTTP/2"), HasSubstr("does not speak HTTP"));
  EXPECT_THAT(ErrorOf("HTT\r\n"), HasSubstr("does not speak HTTP"));
}

TEST(HttpHead, RefusesControlCharacters) {
  EXPECT_THAT(ErrorOf("HTTP/1.1 101 a\0b"s), HasSubstr("control character"));
  EXPECT_THAT(ErrorOf("HTTP/1.1 101 \x01"), HasSubstr("control character"));
  EXPECT_THAT(ErrorOf("HTTP/1.1 101 \x7f"), HasSubstr("control character"));
}

TEST(HttpHead, RefusesLoneLineFeedsAndCarriageReturns) {
  EXPECT_THAT(ErrorOf("HTTP/1.1 101 x\n"), HasSubstr("line feed"));
  EXPECT_THAT(ErrorOf("HTTP/1.1 101 x\ry"), HasSubstr("carriage return"));
  EXPECT_THAT(ErrorOf("HTTP/1.1 101 x\r\r\n"), HasSubstr("carriage return"));
}

TEST(HttpHead, RefusesMalformedHeaderLines) {
  EXPECT_THAT(ErrorOf("HTTP/1.1 101 x\r\nno colon\r\n"), HasSubstr("colon"));
  EXPECT_THAT(ErrorOf("HTTP/1.1 101 x\r\n: value\r\n"), HasSubstr("token"));
  EXPECT_THAT(ErrorOf("HTTP/1.1 101 x\r\nName : value\r\n"), HasSubstr("token"));
  EXPECT_THAT(ErrorOf("HTTP/1.1 101 x\r\nA: b\r\n folded: c\r\n"), HasSubstr("token"));
}

// RFC 9112 §5.2: a client puts a blank in the place of each fold.
TEST(HttpHead, JoinsFoldedLinesForAClient) {
  l05::HttpHeadParser parser("HTTP/1.", l05::HttpHeadParser::kDefaultLimit, l05::Folds::kJoin);
  std::size_t consumed = 0;
  ASSERT_EQ(parser.Feed("HTTP/1.1 101 x\r\nA: b \r\n\t folded: c\r\n  \r\n d\r\nE:\r\n f\r\n\r\n",
                        &consumed),
            Status::kComplete);
  EXPECT_EQ(*parser.head().Find("A"), "b folded: c d");
  EXPECT_EQ(*parser.head().Find("E"), "f");
}

TEST(HttpHead, RefusesAFoldBehindTheFirstLine) {
  l05::HttpHeadParser parser("HTTP/1.", l05::HttpHeadParser::kDefaultLimit, l05::Folds::kJoin);
  std::size_t consumed = 0;
  EXPECT_EQ(parser.Feed("HTTP/1.1 101 x\r\n folded: c\r\n\r\n", &consumed), Status::kFailed);
}

TEST(HttpHead, AcceptsOldCharactersInTheReason) {
  l05::HttpHeadParser parser("HTTP/1.");
  std::size_t consumed = 0;
  EXPECT_EQ(parser.Feed("HTTP/1.1 403 Zugriff verweigert \xE4\r\n\r\n", &consumed),
            Status::kComplete);
}

// Rule R5 and defect B23: a server that never ends its head costs 16 KiB and no more.
TEST(HttpHead, StopsAtItsLimit) {
  l05::HttpHeadParser parser("HTTP/1.");
  std::size_t consumed = 0;
  ASSERT_EQ(parser.Feed("HTTP/1.1 101 x\r\n", &consumed), Status::kNeedMore);
  std::size_t taken = consumed;
  const std::string line = "X-Filler: " + std::string(990, 'x') + "\r\n";
  Status status = Status::kNeedMore;
  while (status == Status::kNeedMore) {
    status = parser.Feed(line, &consumed);
    taken += consumed;
  }
  EXPECT_EQ(status, Status::kFailed);
  EXPECT_EQ(taken, l05::HttpHeadParser::kDefaultLimit + 1);
  EXPECT_THAT(parser.error(), HasSubstr("16384"));
}

TEST(HttpHead, AcceptsExactlyItsLimit) {
  l05::HttpHeadParser parser("", 20);
  std::size_t consumed = 0;
  EXPECT_EQ(parser.Feed("x\r\nName: 78901\r\n\r\n", &consumed), Status::kComplete);
  l05::HttpHeadParser smaller("", 17);
  EXPECT_EQ(smaller.Feed("x\r\nName: 78901\r\n\r\n", &consumed), Status::kFailed);
}

TEST(HttpHead, StaysFailedOrComplete) {
  l05::HttpHeadParser parser("");
  std::size_t consumed = 0;
  EXPECT_EQ(parser.Feed("x\r\n\r\n", &consumed), Status::kComplete);
  EXPECT_EQ(parser.Feed("more", &consumed), Status::kComplete);
  EXPECT_EQ(consumed, 0U);
}

}  // namespace
