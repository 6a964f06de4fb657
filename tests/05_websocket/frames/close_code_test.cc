// Close codes and the payload of Close frames (rule R16).
#include "05_websocket/frames/close_code.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/utf8.h"

namespace {

std::string Payload(std::uint16_t code, const std::string& reason = "") {
  std::string payload(2, '\0');
  l05::WriteUint16(payload.data(), code);
  return payload + reason;
}

TEST(CloseCode, KnowsWhichCodesMayTravel) {
  for (unsigned code = 0; code <= 65535; ++code) {
    const bool legal = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
                       (code >= 3000 && code <= 4999);
    ASSERT_EQ(l05::IsLegalCloseCode(static_cast<std::uint16_t>(code)), legal) << code;
  }
}

TEST(CloseCode, HasNamesForPeople) {
  EXPECT_EQ(l05::CloseCodeName(1002), "protocol error");
  EXPECT_EQ(l05::CloseCodeName(4000), "application code");
  EXPECT_EQ(l05::CloseCodeName(2000), "unknown code");
}

TEST(ClosePayload, EmptyMeansNoStatus) {
  const l05::ClosePayload close = l05::ParseClosePayload("");
  EXPECT_EQ(close.problem, nullptr);
  EXPECT_EQ(close.code, 1005);
}

TEST(ClosePayload, CarriesCodeAndReason) {
  const std::string payload = Payload(4000, "closed by protoo-server");
  const l05::ClosePayload close = l05::ParseClosePayload(payload);
  EXPECT_EQ(close.problem, nullptr);
  EXPECT_EQ(close.code, 4000);
  EXPECT_EQ(close.reason, "closed by protoo-server");
}

TEST(ClosePayload, OfOneOctetBreaksTheProtocol) {
  const l05::ClosePayload close = l05::ParseClosePayload("\x03");
  EXPECT_NE(close.problem, nullptr);
  EXPECT_EQ(close.code, 1002);
}

TEST(ClosePayload, WithAnIllegalCodeBreaksTheProtocol) {
  for (const std::uint16_t code : std::initializer_list<std::uint16_t>{
           0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535}) {
    const std::string payload = Payload(code);
    EXPECT_EQ(l05::ParseClosePayload(payload).code, 1002) << code;
    EXPECT_NE(l05::ParseClosePayload(payload).problem, nullptr) << code;
  }
}

TEST(ClosePayload, WithABadReasonIsInvalidPayload) {
  const std::string payload = Payload(1000, "\xFF");
  EXPECT_NE(l05::ParseClosePayload(payload).problem, nullptr);
  EXPECT_EQ(l05::ParseClosePayload(payload).code, 1007);
}

TEST(ClosePayload, IsWrittenAsItIsRead) {
  EXPECT_EQ(l05::EncodeClosePayload(1001, "bye"), Payload(1001, "bye"));
  EXPECT_EQ(l05::EncodeClosePayload(1005, ""), "");
}

TEST(CloseReason, IsCutBetweenCharacters) {
  EXPECT_EQ(l05::FitCloseReason("short"), "short");
  const std::string umlauts = "x" + [] {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "\xC3\xA4";
    return text;
  }();
  const std::string_view fitted = l05::FitCloseReason(umlauts);
  EXPECT_EQ(fitted.size(), 123U);
  EXPECT_TRUE(l05::IsUtf8(fitted));
  EXPECT_EQ(l05::FitCloseReason(umlauts.substr(1)).size(), 122U);
}

}  // namespace
