// Rule R29: what is offered, and which answers are refused (RFC 7692 §7.1).
#include "05_websocket/handshake/deflate_negotiation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "05_websocket/handshake/handshake.h"

namespace {

using l05::DeflateOptions;
using l05::DeflateParameters;
using ::testing::HasSubstr;

// The error of an answer to an offer, or "ok".
std::string Judge(const std::string& answer, const DeflateOptions& offered = {},
                  DeflateParameters* agreed = nullptr) {
  const auto list = l05::ParseExtensionList(answer);
  if (!list) return "malformed";
  std::string error;
  const auto parameters = l05::ReadDeflateAnswer(*list, offered, &error);
  if (!parameters) return error.empty() ? "no reason" : error;
  if (agreed != nullptr) *agreed = *parameters;
  return "ok";
}

TEST(ExtensionList, IsTakenApart) {
  const auto list = l05::ParseExtensionList(" a ; b ; c = d , , e;f=\"g\" ,h;i=\"\\j\"");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 3U);
  EXPECT_EQ((*list)[0].name, "a");
  ASSERT_EQ((*list)[0].parameters.size(), 2U);
  EXPECT_FALSE((*list)[0].parameters[0].value);
  EXPECT_EQ((*list)[0].parameters[1].value, "d");
  EXPECT_EQ((*list)[1].parameters[0].value, "g");
  EXPECT_EQ((*list)[2].parameters[0].value, "j");
}

TEST(ExtensionList, RefusesWhatBreaksTheGrammar) {
  for (const char* text : {"a b", "a;", "a;=b", "a;b=", "a;b=\"", "a;b=\"c", "a;b=\"c d\"",
                           "a;b=\"\"", ";a", "a;b=\"c\\", "a;b\"c\"", "\xC3", "a=b"}) {
    EXPECT_FALSE(l05::ParseExtensionList(text)) << text;
  }
}

TEST(DeflateOffer, NamesClientMaxWindowBitsByDefault) {
  EXPECT_EQ(l05::DeflateOffer({}), "permessage-deflate; client_max_window_bits");
}

TEST(DeflateOffer, MayCarryAllFourParametersOrNone) {
  DeflateOptions options;
  options.client_max_window_bits = 0;
  EXPECT_EQ(l05::DeflateOffer(options), "permessage-deflate");
  options = {true, true, 10, 9, 6, 0};
  EXPECT_EQ(l05::DeflateOffer(options),
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
            "server_max_window_bits=10; client_max_window_bits=9");
}

TEST(DeflateOffer, RefusesWindowsAndLevelsThatDoNotExist) {
  DeflateOptions options;
  EXPECT_FALSE(l05::CheckDeflateOptions(options));
  for (const int bits : {7, 16, -1}) {
    options = {};
    options.server_max_window_bits = bits;
    EXPECT_TRUE(l05::CheckDeflateOptions(options)) << bits;
    options = {};
    options.client_max_window_bits = bits;
    EXPECT_TRUE(l05::CheckDeflateOptions(options)) << bits;
  }
  options = {};
  options.level = 10;
  EXPECT_TRUE(l05::CheckDeflateOptions(options));
}

TEST(DeflateAnswer, MayPromiseAndAskWithinTheOffer) {
  DeflateParameters agreed;
  EXPECT_EQ(Judge("permessage-deflate", {}, &agreed), "ok");
  EXPECT_EQ(agreed.server_max_window_bits, 15);
  EXPECT_EQ(agreed.client_max_window_bits, 15);
  EXPECT_FALSE(agreed.client_no_context_takeover);
  // client_no_context_takeover may come unoffered (rule R8, RFC 7692 §7.1.1.2).
  EXPECT_EQ(Judge("permessage-deflate; client_no_context_takeover; server_no_context_takeover; "
                  "server_max_window_bits=9; client_max_window_bits=\"10\"",
                  {}, &agreed),
            "ok");
  EXPECT_TRUE(agreed.client_no_context_takeover);
  EXPECT_TRUE(agreed.server_no_context_takeover);
  EXPECT_EQ(agreed.server_max_window_bits, 9);
  EXPECT_EQ(agreed.client_max_window_bits, 10);
}

// Rule R30: 8 bits are a legal answer for both directions.
TEST(DeflateAnswer, MayNameAWindowOf8Bits) {
  EXPECT_EQ(Judge("permessage-deflate; server_max_window_bits=8; client_max_window_bits=8"), "ok");
}

TEST(DeflateAnswer, KeepsWhatTheClientAnnouncedAboutItself) {
  DeflateOptions offered;
  offered.client_no_context_takeover = true;
  offered.client_max_window_bits = 11;
  DeflateParameters agreed;
  EXPECT_EQ(Judge("permessage-deflate", offered, &agreed), "ok");
  EXPECT_TRUE(agreed.client_no_context_takeover);
  EXPECT_EQ(agreed.client_max_window_bits, 11);
}

TEST(DeflateAnswer, IsRefusedIfUnknownDuplicateOrOutOfRange) {
  const std::string name = "permessage-deflate; ";
  for (const char* parameters :
       {"unknown", "unknown=1", "server_no_context_takeover=1", "client_no_context_takeover=true",
        "server_no_context_takeover; server_no_context_takeover",
        "client_no_context_takeover; client_no_context_takeover",
        "server_max_window_bits=9; server_max_window_bits=9",
        "client_max_window_bits=9; client_max_window_bits=9", "server_max_window_bits",
        "client_max_window_bits", "server_max_window_bits=7", "server_max_window_bits=16",
        "server_max_window_bits=08", "server_max_window_bits=9a", "client_max_window_bits=7",
        "client_max_window_bits=16", "client_max_window_bits=+9", "client_max_window_bits=0x9",
        "Server_No_Context_Takeover"}) {
    EXPECT_THAT(Judge(name + parameters), HasSubstr("permessage-deflate: ")) << parameters;
  }
}

TEST(DeflateAnswer, IsRefusedIfItGoesBeyondTheOffer) {
  DeflateOptions offered;
  offered.client_max_window_bits = 0;
  EXPECT_THAT(Judge("permessage-deflate; client_max_window_bits=10", offered),
              HasSubstr("not offered"));
  offered.client_max_window_bits = 10;
  EXPECT_THAT(Judge("permessage-deflate; client_max_window_bits=11", offered), HasSubstr("larger"));
  offered = {};
  offered.server_max_window_bits = 10;
  EXPECT_THAT(Judge("permessage-deflate; server_max_window_bits=11", offered), HasSubstr("larger"));
  EXPECT_THAT(Judge("permessage-deflate", offered), HasSubstr("larger"));
  offered = {};
  offered.server_no_context_takeover = true;
  EXPECT_THAT(Judge("permessage-deflate", offered), HasSubstr("not granted"));
}

TEST(DeflateAnswer, IsRefusedIfItNamesTwoExtensionsOrAnotherOne) {
  EXPECT_NE(Judge("permessage-deflate, permessage-deflate"), "ok");
  EXPECT_NE(Judge("permessage-deflate, x-other"), "ok");
  EXPECT_NE(Judge("x-webkit-deflate-frame"), "ok");
  EXPECT_NE(Judge(","), "ok");
}

TEST(DeflateChoice, TakesTheFirstOfferThatIsUnderstood) {
  const auto choose = [](const std::string& offers) {
    const auto chosen = l05::ChooseDeflateOffer(*l05::ParseExtensionList(offers));
    return chosen ? l05::DeflateAnswer(*chosen) : "none";
  };
  EXPECT_EQ(choose("permessage-deflate; client_max_window_bits"), "permessage-deflate");
  EXPECT_EQ(choose("x-other, permessage-deflate; unknown, permessage-deflate; "
                   "server_max_window_bits=10; client_max_window_bits=9; "
                   "server_no_context_takeover; client_no_context_takeover"),
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
            "server_max_window_bits=10; client_max_window_bits=9");
  EXPECT_EQ(choose("x-other"), "none");
  EXPECT_EQ(choose("permessage-deflate; server_max_window_bits"), "none");
}

// Rule R8: through the whole handshake, with the answer split over two header fields too.
TEST(HandshakeResponse, AgreesOnDeflate) {
  const std::string key = "dGhlIHNhbXBsZSBub25jZQ==";
  l05::HandshakeOptions options;
  options.deflate.emplace();
  const auto read = [&](const std::string& lines) {
    l05::HandshakeReader reader(key, options);
    std::size_t consumed = 0;
    reader.Feed(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
            l05::AcceptFor(key) + "\r\n" + lines + "\r\n",
        &consumed);
    if (!reader.failure().what.empty()) return reader.failure().what;
    return std::string(reader.deflate() ? "deflate" : "plain");
  };
  EXPECT_EQ(read(""), "plain");
  EXPECT_EQ(read("Sec-WebSocket-Extensions: permessage-deflate\r\n"), "deflate");
  EXPECT_THAT(read("Sec-WebSocket-Extensions: permessage-deflate\r\n"
                   "sec-websocket-extensions: permessage-deflate\r\n"),
              HasSubstr("twice"));
  EXPECT_THAT(read("Sec-WebSocket-Extensions: permessage-deflate; a b\r\n"),
              HasSubstr("malformed"));
  EXPECT_THAT(read("Sec-WebSocket-Extensions: x-other\r\n"), HasSubstr("not offered"));
}

}  // namespace
