// The opening handshake without a socket: what is sent, and every lie in the answer.
#include "05_websocket/handshake/handshake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "05_websocket/handshake/base64.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Status = l05::HandshakeReader::Status;

// The key and its answer from RFC 6455 §1.3.
const std::string kKey = "dGhlIHNhbXBsZSBub25jZQ==";
const std::string kAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

l05::HandshakeOptions Protoo() {
  l05::HandshakeOptions options;
  options.subprotocols = {"protoo"};
  return options;
}

l05::Uri Address(const std::string& text) {
  std::string error;
  return *l05::ParseUri(text, &error);
}

std::string Response(const std::string& upgrade, const std::string& connection,
                     const std::string& accept, const std::string& more = "") {
  return "HTTP/1.1 101 Switching Protocols\r\n" + upgrade + connection + accept + more + "\r\n";
}

std::string Good(const std::string& more = "") {
  return Response("Upgrade: websocket\r\n", "Connection: Upgrade\r\n",
                  "Sec-WebSocket-Accept: " + kAccept + "\r\n", more);
}

std::string FailureOf(const std::string& octets, const l05::HandshakeOptions& options = Protoo()) {
  l05::HandshakeReader reader(kKey, options);
  std::size_t consumed = 0;
  EXPECT_EQ(reader.Feed(octets, &consumed), Status::kFailed) << octets;
  return reader.failure().what;
}

bool Accepts(const std::string& octets, const l05::HandshakeOptions& options = Protoo()) {
  l05::HandshakeReader reader(kKey, options);
  std::size_t consumed = 0;
  return reader.Feed(octets, &consumed) == Status::kAccepted;
}

TEST(HandshakeKey, IsAnsweredAsInTheExampleOfTheRfc) {
  EXPECT_EQ(l05::AcceptFor(kKey), kAccept);
}

// Rule R3 and defect B14: 16 fresh random octets for each attempt.
TEST(HandshakeKey, IsFreshEveryTimeAnd16OctetsLong) {
  std::set<std::string> keys;
  for (int i = 0; i < 100; ++i) {
    const std::string key = l05::MakeHandshakeKey();
    ASSERT_EQ(l05::DecodeBase64(key)->size(), 16U);
    keys.insert(key);
  }
  EXPECT_EQ(keys.size(), 100U);
}

// Rule R3 with defects B12, B13, B15.
TEST(HandshakeRequest, AsksForWhatTheAddressSays) {
  const std::string request = l05::BuildHandshakeRequest(
      Address("ws://127.0.0.1:8888/?roomId=chensong&peerId=xiqhlyrn"), Protoo(), kKey);
  EXPECT_THAT(request, StartsWith("GET /?roomId=chensong&peerId=xiqhlyrn HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nHost: 127.0.0.1:8888\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nUpgrade: websocket\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nConnection: Upgrade\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nSec-WebSocket-Key: " + kKey + "\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nSec-WebSocket-Version: 13\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nSec-WebSocket-Protocol: protoo\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nUser-Agent: netladder/1.0\r\n"));
  EXPECT_THAT(request, Not(HasSubstr("Origin")));
  EXPECT_TRUE(request.ends_with("\r\n\r\n"));
}

TEST(HandshakeRequest, CarriesOriginSubprotocolsAndExtraHeadersWhenAsked) {
  l05::HandshakeOptions options;
  options.subprotocols = {"chat", "superchat"};
  options.origin = "http://example.com";
  options.headers = {{"Cookie", "a=b"}, {"X-Trace", "1"}};
  options.user_agent.clear();
  const std::string request = l05::BuildHandshakeRequest(Address("ws://h/"), options, kKey);
  EXPECT_THAT(request, HasSubstr("\r\nSec-WebSocket-Protocol: chat, superchat\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nOrigin: http://example.com\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nCookie: a=b\r\nX-Trace: 1\r\n"));
  EXPECT_THAT(request, Not(HasSubstr("User-Agent")));
}

// Defect B17: header injection.
TEST(HandshakeOptions, RefuseLineBreaks) {
  l05::HandshakeOptions options;
  options.headers = {{"X-A", "1\r\nX-Evil: 2"}};
  EXPECT_THAT(*l05::CheckHandshakeOptions(options), HasSubstr("X-A"));
  options.headers = {{"X-A", std::string("1\0002", 3)}};
  EXPECT_TRUE(l05::CheckHandshakeOptions(options));
  options.headers = {{"X A", "1"}};
  EXPECT_TRUE(l05::CheckHandshakeOptions(options));
  options.headers = {};
  options.origin = "x\ny";
  EXPECT_THAT(*l05::CheckHandshakeOptions(options), HasSubstr("origin"));
  options.origin.clear();
  options.user_agent = "x\ry";
  EXPECT_THAT(*l05::CheckHandshakeOptions(options), HasSubstr("user agent"));
}

TEST(HandshakeOptions, RefuseHeadersThatTheHandshakeSendsItself) {
  for (const char* name : {"Host", "upgrade", "Connection", "Sec-WebSocket-Key",
                           "sec-websocket-extensions", "Origin", "Content-Length"}) {
    l05::HandshakeOptions options;
    options.headers = {{name, "x"}};
    EXPECT_TRUE(l05::CheckHandshakeOptions(options)) << name;
  }
}

TEST(HandshakeOptions, RefuseSubprotocolsThatAreNoTokensOrRepeated) {
  l05::HandshakeOptions options;
  for (const char* name : {"", "a b", "a,b", "a\r\n"}) {
    options.subprotocols = {name};
    EXPECT_TRUE(l05::CheckHandshakeOptions(options)) << name;
  }
  options.subprotocols = {"a", "b", "a"};
  EXPECT_THAT(*l05::CheckHandshakeOptions(options), HasSubstr("twice"));
}

TEST(HandshakeResponse, IsAccepted) {
  l05::HandshakeReader reader(kKey, Protoo());
  std::size_t consumed = 0;
  const std::string response = Good("Sec-WebSocket-Protocol: protoo\r\n");
  EXPECT_EQ(reader.Feed(response, &consumed), Status::kAccepted);
  EXPECT_EQ(consumed, response.size());
  EXPECT_EQ(reader.subprotocol(), "protoo");
}

// Rule R5, defects B19 and B23: any segmentation; rule R9, defect B22: frames behind it are kept.
TEST(HandshakeResponse, IsAcceptedInEverySegmentation) {
  const std::string response = Good() + "\x81\x02hi";
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::minstd_rand random(seed);
  for (int round = 0; round < 200; ++round) {
    l05::HandshakeReader reader(kKey, Protoo());
    std::string waiting;
    Status status = Status::kNeedMore;
    for (std::size_t at = 0; at < response.size();) {
      const std::size_t size = round == 0 ? 1 : 1 + random() % 40;
      waiting += response.substr(at, size);
      at += size;
      std::size_t consumed = 0;
      status = reader.Feed(waiting, &consumed);
      waiting.erase(0, consumed);
    }
    ASSERT_EQ(status, Status::kAccepted);
    ASSERT_EQ(waiting, "\x81\x02hi");
  }
}

// Rule R7: names and these two values without regard to case, lists, blanks.
TEST(HandshakeResponse, MayUseAnyCaseAndListsAndBlanks) {
  EXPECT_TRUE(Accepts(Response("UPGRADE:WebSocket  \r\n", "connection: keep-alive , uPgRaDe\r\n",
                               "sec-websocket-accept:\t" + kAccept + "\r\n")));
  EXPECT_TRUE(Accepts(Response("Upgrade: websocket\r\n",
                               "Connection: keep-alive\r\nConnection: Upgrade\r\n",
                               "Sec-WebSocket-Accept: " + kAccept + "\r\n")));
}

TEST(HandshakeResponse, MayHaveNoReasonPhrase) {
  std::string response = Good();
  response.replace(0, response.find('\r'), "HTTP/1.1 101");
  EXPECT_TRUE(Accepts(response));
  response.replace(0, response.find('\r'), "HTTP/1.1 101 ");
  EXPECT_TRUE(Accepts(response));
}

// Rule R7 and defect B20: the article checks none of these.
TEST(HandshakeResponse, WithoutUpgradeFails) {
  const std::string connection = "Connection: Upgrade\r\n";
  const std::string accept = "Sec-WebSocket-Accept: " + kAccept + "\r\n";
  EXPECT_THAT(FailureOf(Response("", connection, accept)), HasSubstr("no Upgrade"));
  EXPECT_THAT(FailureOf(Response("Upgrade: h2c\r\n", connection, accept)),
              HasSubstr("not websocket"));
  EXPECT_THAT(FailureOf(Response("Upgrade: websocket, h2c\r\n", connection, accept)),
              HasSubstr("not websocket"));
}

TEST(HandshakeResponse, WithoutConnectionUpgradeFails) {
  const std::string upgrade = "Upgrade: websocket\r\n";
  const std::string accept = "Sec-WebSocket-Accept: " + kAccept + "\r\n";
  EXPECT_THAT(FailureOf(Response(upgrade, "", accept)), HasSubstr("Connection"));
  EXPECT_THAT(FailureOf(Response(upgrade, "Connection: close\r\n", accept)),
              HasSubstr("Connection"));
  EXPECT_THAT(FailureOf(Response(upgrade, "Connection: upgrade-insecure\r\n", accept)),
              HasSubstr("Connection"));
}

TEST(HandshakeResponse, WithAWrongAcceptFails) {
  const std::string upgrade = "Upgrade: websocket\r\n";
  const std::string connection = "Connection: Upgrade\r\n";
  EXPECT_THAT(FailureOf(Response(upgrade, connection, "")), HasSubstr("Sec-WebSocket-Accept"));
  EXPECT_THAT(FailureOf(Response(upgrade, connection, "Sec-WebSocket-Accept: " + kKey + "\r\n")),
              HasSubstr("does not match"));
  std::string other_case = kAccept;
  other_case[0] = 'S';
  EXPECT_THAT(
      FailureOf(Response(upgrade, connection, "Sec-WebSocket-Accept: " + other_case + "\r\n")),
      HasSubstr("does not match"));
}

TEST(HandshakeResponse, WithADuplicateOfASingleHeaderFails) {
  EXPECT_THAT(FailureOf(Good("Upgrade: websocket\r\n")), HasSubstr("more than one Upgrade"));
  EXPECT_THAT(FailureOf(Good("Sec-WebSocket-Accept: " + kAccept + "\r\n")),
              HasSubstr("more than one Sec-WebSocket-Accept"));
  EXPECT_THAT(FailureOf(Good("Sec-WebSocket-Protocol: protoo\r\nSec-WebSocket-Protocol: x\r\n")),
              HasSubstr("two subprotocols"));
}

// Rule R8 and defect B21.
TEST(HandshakeResponse, WithASubprotocolThatWasNotOfferedFails) {
  EXPECT_THAT(FailureOf(Good("Sec-WebSocket-Protocol: chat\r\n")), HasSubstr("not offered"));
  EXPECT_THAT(FailureOf(Good("Sec-WebSocket-Protocol: PROTOO\r\n")), HasSubstr("not offered"));
  EXPECT_THAT(FailureOf(Good("Sec-WebSocket-Protocol: protoo, chat\r\n")),
              HasSubstr("not offered"));
  EXPECT_THAT(FailureOf(Good("Sec-WebSocket-Protocol:\r\n")), HasSubstr("not offered"));
}

TEST(HandshakeResponse, MayChooseNoSubprotocol) {
  EXPECT_TRUE(Accepts(Good()));
}

TEST(HandshakeResponse, WithAnExtensionThatWasNotOfferedFails) {
  EXPECT_THAT(FailureOf(Good("Sec-WebSocket-Extensions: permessage-deflate\r\n")),
              HasSubstr("extension"));
}

TEST(HandshakeResponse, InHttp10OrMalformedFails) {
  std::string response = Good();
  EXPECT_THAT(FailureOf("HTTP/1.0" + response.substr(8)), HasSubstr("HTTP/1.0"));
  EXPECT_THAT(FailureOf("HTTP/1.1 1O1 x\r\n\r\n"), HasSubstr("malformed"));
  EXPECT_THAT(FailureOf("HTTP/1.1 101x\r\n\r\n"), HasSubstr("malformed"));
  EXPECT_THAT(FailureOf("HTTP/1.1  101 x\r\n\r\n"), HasSubstr("malformed"));
  EXPECT_THAT(FailureOf("HTTP/1.12 101 x\r\n\r\n"), HasSubstr("malformed"));
}

// Rule R6 and defect B24: everything the server said is reported.
TEST(HandshakeResponse, OfAnotherStatusReportsStatusHeadersAndBody) {
  l05::HandshakeReader reader(kKey, Protoo());
  std::size_t consumed = 0;
  EXPECT_EQ(reader.Feed("HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\nX-Why: room\r\n\r\nno s",
                        &consumed),
            Status::kNeedMore);
  EXPECT_EQ(reader.Feed("uch rooMORE", &consumed), Status::kFailed);
  EXPECT_EQ(consumed, 5U);
  EXPECT_EQ(reader.failure().status, 403);
  EXPECT_EQ(reader.failure().reason, "Forbidden");
  EXPECT_EQ(reader.failure().body, "no such r");
  EXPECT_EQ(reader.failure().headers.size(), 2U);
  EXPECT_THAT(reader.failure().what, HasSubstr("403 Forbidden"));
}

TEST(HandshakeResponse, RedirectionsAreReportedAndNotFollowed) {
  l05::HandshakeReader reader(kKey, Protoo());
  std::size_t consumed = 0;
  EXPECT_EQ(reader.Feed("HTTP/1.1 302 Found\r\nLocation: ws://evil/\r\nContent-Length: 0\r\n\r\n",
                        &consumed),
            Status::kFailed);
  EXPECT_EQ(reader.failure().status, 302);
  EXPECT_EQ(reader.failure().headers[0].value, "ws://evil/");
}

TEST(HandshakeResponse, KeepsOnlyTheFirstKiBOfABody) {
  l05::HandshakeReader reader(kKey, Protoo());
  std::size_t consumed = 0;
  EXPECT_EQ(reader.Feed("HTTP/1.1 500 Oops\r\n\r\n" + std::string(5000, 'x'), &consumed),
            Status::kFailed);
  EXPECT_EQ(reader.failure().body.size(), 1024U);
}

TEST(HandshakeResponse, TakesABodyThatEndsWithTheConnection) {
  l05::HandshakeReader reader(kKey, Protoo());
  std::size_t consumed = 0;
  EXPECT_EQ(reader.Feed("HTTP/1.1 400 Bad Request\r\n\r\npeerId missing", &consumed),
            Status::kNeedMore);
  EXPECT_EQ(reader.OnEnd(), Status::kFailed);
  EXPECT_EQ(reader.failure().body, "peerId missing");
}

TEST(HandshakeResponse, DecodesAChunkedBody) {
  l05::HandshakeReader reader(kKey, Protoo());
  std::size_t consumed = 0;
  EXPECT_EQ(reader.Feed("HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "4\r\nnope\r\n0\r\n\r\n",
                        &consumed),
            Status::kFailed);
  EXPECT_EQ(reader.failure().body, "nope");
}

TEST(HandshakeResponse, WithAStatusThatHasNoBodyFailsAtOnce) {
  EXPECT_THAT(FailureOf("HTTP/1.1 204 No Content\r\n\r\n"), HasSubstr("204"));
}

TEST(HandshakeResponse, CutShortFails) {
  const std::string response = Good();
  for (std::size_t size = 0; size < response.size(); ++size) {
    l05::HandshakeReader reader(kKey, Protoo());
    std::size_t consumed = 0;
    ASSERT_EQ(reader.Feed(response.substr(0, size), &consumed), Status::kNeedMore) << size;
    ASSERT_EQ(reader.OnEnd(), Status::kFailed);
    ASSERT_THAT(reader.failure().what, HasSubstr("closed the connection"));
  }
}

}  // namespace
