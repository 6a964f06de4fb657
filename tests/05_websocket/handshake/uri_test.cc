// Addresses: what is accepted, what is sent as the request target, what is refused and how.
#include "05_websocket/handshake/uri.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "05_websocket/handshake/percent.h"
#include "05_websocket/handshake/request.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

l05::Uri Parsed(const std::string& text) {
  std::string error;
  const auto uri = l05::ParseUri(text, &error);
  EXPECT_TRUE(uri.has_value()) << text << ": " << error;
  return uri.value_or(l05::Uri{});
}

std::string Refused(const std::string& text) {
  std::string error;
  EXPECT_FALSE(l05::ParseUri(text, &error).has_value()) << text;
  EXPECT_FALSE(error.empty()) << text;
  return error;
}

// Rule R1: addresses of both schemes, all forms of host, default ports.
TEST(Uri, ReadsANameWithPortAndPath) {
  const l05::Uri uri = Parsed("ws://server.example.com:8888/chat");
  EXPECT_FALSE(uri.secure);
  EXPECT_EQ(uri.host, "server.example.com");
  EXPECT_EQ(uri.port, 8888);
  EXPECT_EQ(uri.target, "/chat");
}

TEST(Uri, HasPort80ForWsAndPort443ForWss) {
  EXPECT_EQ(Parsed("ws://example.com/").port, 80);
  EXPECT_EQ(Parsed("wss://example.com/").port, 443);
  EXPECT_TRUE(Parsed("wss://example.com/").secure);
}

TEST(Uri, SchemeMayBeWrittenInCapitals) {
  EXPECT_TRUE(Parsed("WSS://example.com").secure);
}

TEST(Uri, ReadsAnIpv4Address) {
  EXPECT_EQ(Parsed("ws://127.0.0.1:9001").host, "127.0.0.1");
}

TEST(Uri, ReadsAnIpv6AddressInBrackets) {
  const l05::Uri uri = Parsed("ws://[::1]:9001/x");
  EXPECT_EQ(uri.host, "::1");
  EXPECT_TRUE(uri.host_is_ipv6);
  EXPECT_EQ(uri.port, 9001);
}

// RFC 6874: the zone is for this machine's system, and never for the server.
TEST(Uri, ReadsTheZoneOfALinkLocalAddress) {
  for (const char* text : {"ws://[fe80::1%25lo]:9001/", "ws://[fe80::1%lo]:9001/"}) {
    const l05::Uri uri = Parsed(text);
    EXPECT_EQ(uri.host, "fe80::1");
    EXPECT_EQ(uri.ConnectHost(), "fe80::1%lo");
    EXPECT_EQ(uri.HostHeader(), "[fe80::1]:9001");
    EXPECT_EQ(uri.ToString(), "ws://[fe80::1%25lo]:9001/");
  }
  EXPECT_EQ(Parsed("ws://[::1]/").ConnectHost(), "::1");
}

TEST(Uri, RefusesABadZone) {
  for (const char* zone : {"%25", "%", "%25a b", "%25a%2Fb", "%25\x2F"}) {
    EXPECT_FALSE(Refused("ws://[fe80::1" + std::string(zone) + "]/").empty());
  }
}

TEST(Uri, IsRecognisedByItsSchemeInAnyCase) {
  for (const char* text : {"ws://h", "WS://h", "Wss://h", "wSS://"}) {
    EXPECT_TRUE(l05::IsWebSocketAddress(text)) << text;
  }
  for (const char* text : {"", "ws:/h", "http://h", "{\"a\":\"ws://h\"}"}) {
    EXPECT_FALSE(l05::IsWebSocketAddress(text)) << text;
  }
}

TEST(Uri, AnEmptyPortMeansTheDefaultPort) {
  EXPECT_EQ(Parsed("ws://example.com:/").port, 80);
}

TEST(Uri, AnEmptyPathBecomesASlash) {
  EXPECT_EQ(Parsed("ws://example.com").target, "/");
}

// Defect B13: the article asks for "//?roomId=..." because it glues two slashes together.
TEST(Uri, AQueryWithoutAPathGetsOneSlash) {
  EXPECT_EQ(Parsed("ws://example.com?roomId=a&peerId=b").target, "/?roomId=a&peerId=b");
  EXPECT_EQ(Parsed("ws://example.com/?roomId=a&peerId=b").target, "/?roomId=a&peerId=b");
}

TEST(Uri, PathAndQueryAreSentExactlyAsGiven) {
  const l05::Uri uri = Parsed("ws://h/a//b/../%7Ec;x?q=1&q=2?/");
  EXPECT_EQ(uri.target, "/a//b/../%7Ec;x?q=1&q=2?/");
  EXPECT_THAT(l05::BuildHandshakeRequest(uri, l05::HandshakeOptions(), "key"),
              StartsWith("GET /a//b/../%7Ec;x?q=1&q=2?/ HTTP/1.1\r\n"));
}

// Defect B12: the article prints the address as a number where the port belongs.
TEST(Uri, HostHeaderCarriesThePortUnlessItIsTheDefault) {
  EXPECT_EQ(Parsed("ws://127.0.0.1:8888/").HostHeader(), "127.0.0.1:8888");
  EXPECT_EQ(Parsed("ws://example.com:80/").HostHeader(), "example.com");
  EXPECT_EQ(Parsed("wss://example.com:443/").HostHeader(), "example.com");
  EXPECT_EQ(Parsed("wss://example.com:80/").HostHeader(), "example.com:80");
  EXPECT_EQ(Parsed("ws://[::1]:9001/").HostHeader(), "[::1]:9001");
  EXPECT_EQ(Parsed("ws://[::1]/").HostHeader(), "[::1]");
}

TEST(Uri, CanBePrintedAgain) {
  EXPECT_EQ(Parsed("WS://[::1]:9001?x").ToString(), "ws://[::1]:9001/?x");
}

TEST(Uri, RefusesAnotherSchemeOrNone) {
  EXPECT_THAT(Refused("http://example.com/"), HasSubstr("ws://"));
  EXPECT_THAT(Refused("example.com:80"), HasSubstr("ws://"));
  EXPECT_THAT(Refused("ws:/example.com"), HasSubstr("ws://"));
  EXPECT_THAT(Refused(""), HasSubstr("ws://"));
}

TEST(Uri, RefusesAFragment) {
  EXPECT_THAT(Refused("ws://h/path#part"), HasSubstr("fragment"));
}

TEST(Uri, RefusesAMissingHost) {
  EXPECT_THAT(Refused("ws://"), HasSubstr("host is missing"));
  EXPECT_THAT(Refused("ws:///path"), HasSubstr("host is missing"));
  EXPECT_THAT(Refused("ws://:80/"), HasSubstr("host is missing"));
  EXPECT_THAT(Refused("ws://?q"), HasSubstr("host is missing"));
}

TEST(Uri, RefusesABadPort) {
  for (const char* port :
       {"0", "65536", "99999999999999999999", "-1", "+80", "8a", "0x50", "80:80"}) {
    EXPECT_THAT(Refused(std::string("ws://h:") + port + "/"), HasSubstr("is no port")) << port;
  }
}

TEST(Uri, RefusesABadIpv6Address) {
  EXPECT_THAT(Refused("ws://[::1/"), HasSubstr("not closed"));
  EXPECT_THAT(Refused("ws://[]/"), HasSubstr("no IPv6 address"));
  EXPECT_THAT(Refused("ws://[1.2.3.4]/"), HasSubstr("no IPv6 address"));
  EXPECT_THAT(Refused("ws://[::g]/"), HasSubstr("no IPv6 address"));
  EXPECT_THAT(Refused("ws://[::1]80/"), HasSubstr("only a port"));
}

// Defect B17: a line break in a parameter would become a header of its own.
TEST(Uri, RefusesControlCharactersAndBlanks) {
  EXPECT_THAT(Refused("ws://h/a\r\nX-Evil: 1"), HasSubstr("control character"));
  EXPECT_THAT(Refused("ws://h/a b"), HasSubstr("blank"));
  EXPECT_THAT(Refused(std::string("ws://h/a\0b", 10)), HasSubstr("control character"));
  EXPECT_THAT(Refused("ws://h/\x7f"), HasSubstr("control character"));
}

TEST(Uri, RefusesCharactersOutsideAscii) {
  EXPECT_THAT(Refused("ws://h/\xC3\xA4"), HasSubstr("outside ASCII"));
}

TEST(Uri, TakesUserNameAndPasswordOffAndNeverPrintsThem) {
  const l05::Uri uri = Parsed("ws://me:p%40ss%25@h:81/path@x");
  EXPECT_EQ(uri.credentials, "me:p@ss%");
  EXPECT_EQ(uri.host, "h");
  EXPECT_EQ(uri.ToString(), "ws://h:81/path@x");
  EXPECT_EQ(uri.HostHeader(), "h:81");
  EXPECT_EQ(Parsed("ws://me@h/").credentials, "me:");
  EXPECT_EQ(Parsed("ws://me:a@b@[::1]/").credentials, "me:a@b") << "the last @ counts";
  EXPECT_EQ(Parsed("ws://h/").credentials, "");
}

TEST(Uri, DoesNotRepeatAPasswordInAnError) {
  for (const char* bad : {"ws://me:secret%zz@h/", "ws://me:secret@h:0/", "ws://me:secret@/"}) {
    EXPECT_THAT(Refused(bad), Not(HasSubstr("secret"))) << bad;
  }
}

TEST(Uri, RefusesNamesWithForbiddenCharacters) {
  EXPECT_THAT(Refused("ws://exa<mple/"), HasSubstr("no host name"));
  EXPECT_THAT(Refused("ws://" + std::string(254, 'a') + "/"), HasSubstr("no host name"));
}

TEST(PercentEncode, LeavesOnlyUnreservedCharacters) {
  EXPECT_EQ(l05::PercentEncode("chensong-1.2_3~"), "chensong-1.2_3~");
  EXPECT_EQ(l05::PercentEncode("a&b=c d/\xC3\xA4"), "a%26b%3Dc%20d%2F%C3%A4");
}

}  // namespace
