// Close codes and the payload of Close frames (rule R16).
#include "05_websocket/frames/close_code.h"

#include <gtest/gtest.h>

#include <string>

#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/utf8.h"
#include "tests/05_websocket/support/frame_vectors.h"

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

// Every vector of a group of frame_vectors.txt: the reader says what stands there.
void ExpectVectorsHold(std::string_view group) {
  const auto vectors = ws_test::CloseVectors(group);
  EXPECT_FALSE(vectors.empty()) << "frame_vectors.txt has no group " << group;
  for (const ws_test::CloseVector& vector : vectors) {
    EXPECT_EQ(ws_test::Text(l05::ParseClosePayload(vector.octets)), vector.says)
        << "frame_vectors.txt:" << vector.line;
  }
}

TEST(ClosePayload, EmptyMeansNoStatus) {
  ExpectVectorsHold("EmptyMeansNoStatus");
}

TEST(ClosePayload, CarriesCodeAndReason) {
  ExpectVectorsHold("CarriesCodeAndReason");
}

TEST(ClosePayload, OfOneOctetBreaksTheProtocol) {
  ExpectVectorsHold("OfOneOctetBreaksTheProtocol");
}

TEST(ClosePayload, WithAnIllegalCodeBreaksTheProtocol) {
  ExpectVectorsHold("WithAnIllegalCodeBreaksTheProtocol");
}

TEST(ClosePayload, WithABadReasonIsInvalidPayload) {
  ExpectVectorsHold("WithABadReasonIsInvalidPayload");
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
