// What is said to a proxy, octet by octet, and how its answers are read.
#include "05_websocket/handshake/proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace {

using std::string_literals::operator""s;
using l05::ProxyTalk;
using Status = l05::ProxyTalk::Status;
using ::testing::HasSubstr;
using ::testing::Not;

l05::Proxy Parsed(const std::string& text) {
  std::string error;
  const auto proxy = l05::ParseProxy(text, &error);
  EXPECT_TRUE(proxy) << text << ": " << error;
  return proxy.value_or(l05::Proxy{});
}

std::unique_ptr<ProxyTalk> TalkTo(const std::string& proxy, const std::string& url) {
  std::string error;
  std::unique_ptr<ProxyTalk> talk =
      l05::MakeProxyTalk(Parsed(proxy), *l05::ParseUri(url, &error), &error);
  EXPECT_TRUE(talk) << error;
  return talk;
}

// Feeds the answer octet by octet and returns where it was complete; `*said` gets our words.
Status FeedOctets(ProxyTalk* talk, const std::string& answer, std::string* said,
                  std::size_t* used = nullptr) {
  Status status = Status::kNeedMore;
  std::string received;
  std::size_t total = 0;
  *said = talk->TakeOutput();
  for (const char octet : answer) {
    received += octet;
    std::size_t consumed = 0;
    status = talk->Feed(received, &consumed);
    received.erase(0, consumed);
    total += consumed;
    *said += talk->TakeOutput();
    if (status != Status::kNeedMore) break;
  }
  if (used != nullptr) *used = total;
  return status;
}

TEST(Proxy, HasCurlsDefaults) {
  EXPECT_EQ(Parsed("proxy").ToString(), "http://proxy:1080");
  EXPECT_EQ(Parsed("HTTP://proxy:3128/").ToString(), "http://proxy:3128");
  EXPECT_EQ(Parsed("socks5://[::1]:9").ToString(), "socks5h://[::1]:9");
  EXPECT_EQ(Parsed("socks5h://proxy").kind, l05::Proxy::Kind::kSocks5);
}

TEST(Proxy, IsPrintedWithoutItsPassword) {
  const l05::Proxy proxy = Parsed("http://me:s%3Acret@proxy");
  EXPECT_EQ(proxy.credentials, "me:s:cret");
  EXPECT_THAT(proxy.ToString(), Not(HasSubstr("cret")));
}

TEST(Proxy, IsRefusedIfWeDoNotSpeakToIt) {
  for (const char* text : {"https://proxy", "socks4://proxy", "http://", "proxy:0", "a b"}) {
    std::string error;
    EXPECT_FALSE(l05::ParseProxy(text, &error)) << text;
    EXPECT_NE(error, "") << text;
  }
}

TEST(HttpConnect, AsksForTheServerAndNamesUs) {
  std::string said;
  std::size_t used = 0;
  const auto talk = TalkTo("me:secret@proxy", "wss://[::1]/path");
  EXPECT_EQ(FeedOctets(talk.get(), "HTTP/1.1 200 Connection established\r\nA: b\r\n\r\nrest", &said,
                       &used),
            Status::kDone);
  EXPECT_EQ(said,
            "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n"
            "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n");
  EXPECT_EQ(used, 45U) << "the rest is the server's";
}

TEST(HttpConnect, TellsTheStatusOfARefusal) {
  std::string said;
  const auto talk = TalkTo("proxy", "ws://host/");
  EXPECT_EQ(FeedOctets(talk.get(), "HTTP/1.0 407 Who \x1b[2J\xC2\x9B are you\r\n\r\n", &said),
            Status::kFailed);
  EXPECT_THAT(talk->error(), Not(HasSubstr("\x1b")));
  const auto other = TalkTo("proxy", "ws://host/");
  EXPECT_EQ(FeedOctets(other.get(), "HTTP/1.0 407 Who are you\r\n\r\n", &said), Status::kFailed);
  EXPECT_EQ(other->status(), 407);
  EXPECT_EQ(other->error(), "refused: HTTP 407 Who are you");
  // A control character that HTTP does not forbid in a status line: a terminal would obey it.
  const auto last = TalkTo("proxy", "ws://host/");
  EXPECT_EQ(FeedOctets(last.get(), "HTTP/1.0 407 Who \xC2\x9B are you\r\n\r\n", &said),
            Status::kFailed);
  EXPECT_EQ(last->error(), "refused: HTTP 407 Who \\xc2\\x9b are you");
  EXPECT_THAT(said, Not(HasSubstr("Authorization")));
}

TEST(Socks5, LeavesTheNameToTheProxy) {
  std::string said;
  const auto talk = TalkTo("socks5://proxy", "ws://host:258/");
  EXPECT_EQ(FeedOctets(talk.get(), "\5\0\5\0\0\1\1\2\3\4\x10\x20"s, &said), Status::kDone);
  EXPECT_EQ(said, "\5\1\0"s + "\5\1\0\3\4host\1\2"s);
}

TEST(Socks5, SendsANumericAddressAsOne) {
  std::string said;
  const auto v4 = TalkTo("socks5://proxy", "ws://1.2.3.4/");
  EXPECT_EQ(FeedOctets(v4.get(), "\5\0\5\0\0\3\1x\0\0"s, &said), Status::kDone);
  EXPECT_EQ(said.substr(3), "\5\1\0\1\1\2\3\4\0\x50"s);
  const auto v6 = TalkTo("socks5://proxy", "ws://[::1]/");
  EXPECT_EQ(FeedOctets(v6.get(), "\5\0\5\0\0\4"s + std::string(18, '\0'), &said), Status::kDone);
  EXPECT_EQ(said.substr(3), "\5\1\0\4"s + std::string(15, '\0') + "\1\0\x50"s);
}

TEST(Socks5, LogsInWhenAsked) {
  std::string said;
  const auto talk = TalkTo("socks5://me:a:b@proxy", "ws://h/");
  EXPECT_EQ(FeedOctets(talk.get(), "\5\2\1\0\5\0\0\1\0\0\0\0\0\0"s, &said), Status::kDone);
  EXPECT_EQ(said, "\5\2\0\2"s + "\1\2me\3a:b"s + "\5\1\0\3\1h\0\x50"s);
}

TEST(Socks5, SaysWhyItWasRefused) {
  const struct {
    std::string answer, why;
  } cases[] = {{"\5\xFF"s, "it wants a login that was not offered"},
               {"\5\2"s, "it wants a login that was not offered"},
               {"\5\0\5\5\0\1"s, "refused: connection refused"},
               {"\5\0\5\x77"s, "refused: reply 119"},
               {"HTTP/1.1 400 Bad Request\r\n"s, "it does not speak SOCKS5"}};
  for (const auto& [answer, why] : cases) {
    std::string said;
    const auto talk = TalkTo("socks5://proxy", "ws://h/");
    EXPECT_EQ(FeedOctets(talk.get(), answer, &said), Status::kFailed);
    EXPECT_EQ(talk->error(), why);
  }
  std::string said;
  const auto talk = TalkTo("socks5://me:bad@proxy", "ws://h/");
  EXPECT_EQ(FeedOctets(talk.get(), "\5\2\1\1"s, &said), Status::kFailed);
  EXPECT_EQ(talk->error(), "user name or password not accepted");
}

TEST(Socks5, HasNoRoomForLongNames) {
  std::string error;
  const auto uri = l05::ParseUri("ws://h/", &error);
  EXPECT_FALSE(
      l05::MakeProxyTalk(Parsed("socks5://" + std::string(256, 'u') + "@p"), *uri, &error));
  EXPECT_THAT(error, HasSubstr("no room"));
}

}  // namespace
