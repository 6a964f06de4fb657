// Where the body of a refusal ends, and what of it is kept.
#include "05_websocket/handshake/refusal_body.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using l05::HttpHead;
using l05::RefusalBody;

HttpHead HeadWith(const std::string& name, const std::string& value) {
  return {"HTTP/1.1 403 Forbidden", {{name, value}}};
}

HttpHead Chunked() {
  return HeadWith("Transfer-Encoding", "chunked");
}

// Feeds octet by octet while something is wanted.
std::string Read(const HttpHead& head, std::string_view octets, bool complete = true) {
  RefusalBody body(head, 403);
  std::size_t taken = 0;
  while (taken < octets.size() && !body.complete()) {
    EXPECT_EQ(body.Take(octets.substr(taken++, 1)), 1U);
  }
  EXPECT_EQ(body.complete(), complete) << octets;
  return body.text();
}

TEST(RefusalBody, EndsWithItsLength) {
  EXPECT_EQ(Read(HeadWith("Content-Length", "5"), "no room"), "no ro");
  EXPECT_EQ(Read(HeadWith("Content-Length", "0"), ""), "");
}

// RFC 9112 §6.3 item 5.
TEST(RefusalBody, EndsWithALengthThatIsSaidTwice) {
  EXPECT_EQ(Read(HeadWith("Content-Length", "5, 5"), "no room"), "no ro");
  HttpHead twice = HeadWith("Content-Length", "5");
  twice.headers.push_back({"content-length", "5"});
  EXPECT_EQ(Read(twice, "no room"), "no ro");
}

TEST(RefusalBody, DoesNotBelieveALengthThatMeansNothing) {
  for (const char* length : {"5, 6", "-1", "+5", "0x5", "5 5", "five"}) {
    EXPECT_EQ(Read(HeadWith("Content-Length", length), "no room", false), "no room") << length;
  }
}

TEST(RefusalBody, KeepsTheFirstKiBOfWhateverLength) {
  const std::string long_text(3000, 'x');
  EXPECT_EQ(Read(HeadWith("Content-Length", "99999999999999999999999"), long_text).size(), 1024U);
  EXPECT_EQ(Read(HeadWith("X-Other", ""), long_text).size(), 1024U);
  EXPECT_EQ(Read(Chunked(), "bb8\r\n" + long_text).size(), 1024U);
}

TEST(RefusalBody, IsMissingWithSomeStatuses) {
  EXPECT_TRUE(RefusalBody(HeadWith("Content-Length", "5"), 304).complete());
  EXPECT_TRUE(RefusalBody(Chunked(), 204).complete());
}

TEST(RefusalBody, IsDecodedIfItComesInChunks) {
  EXPECT_EQ(Read(Chunked(), "3\r\nno \r\n4\r\nroom\r\n0\r\n\r\n"), "no room");
  EXPECT_EQ(Read(Chunked(), "0000A\r\n0123456789\r\n00\r\n"), "0123456789");
}

TEST(RefusalBody, EndsWithTheLastChunkWhateverStandsBehindIt) {
  EXPECT_EQ(Read(Chunked(), "2\r\nno\r\n0;a=b\r\n\r\n"), "no");
  EXPECT_EQ(Read(Chunked(), "2;x=\"0\"\r\nno\r\n0\r\nX: 1\r\n\r\n"), "no");
  EXPECT_EQ(Read(Chunked(),
                 "2 ; x\r\nno\r\n0"
                 "\r\n"),
            "no");
}

TEST(RefusalBody, EndsWhereTheChunksAreBroken) {
  EXPECT_EQ(Read(Chunked(), "2\r\nnoo"), "no");
  EXPECT_EQ(Read(Chunked(), "\r\n0\r\n\r\n"), "");
  EXPECT_EQ(Read(Chunked(), "fffffffffffffffff\r\n"), "");
}

TEST(RefusalBody, WithAnotherCodingEndsWithTheConnection) {
  EXPECT_EQ(Read(HeadWith("Transfer-Encoding", "gzip"), "0\r\n\r\n", false), "0\r\n\r\n");
  EXPECT_EQ(Read(HeadWith("Transfer-Encoding", "gzip, Chunked"), "1\r\nx\r\n0\r\n"), "x");
}

}  // namespace
