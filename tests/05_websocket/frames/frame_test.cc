// Frame headers: the examples of RFC 6455 §5.7, every violation, every cut.
#include "05_websocket/frames/frame.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/05_websocket/support/frame_vectors.h"

namespace {

using l05::DecodedHeader;
using l05::DecodeFrameHeader;
using l05::FrameHeader;
using l05::FrameRules;
using l05::Opcode;
using l05::Role;
using ws_test::HeaderVector;
using ws_test::HeaderVectors;

constexpr FrameRules kClient = {Role::kClient, false, 1ULL << 40};
constexpr FrameRules kServer = {Role::kServer, false, 1ULL << 40};

std::string Encoded(const FrameHeader& header) {
  l05::HeaderBuffer buffer;
  return {buffer.data(), l05::EncodeFrameHeader(header, &buffer)};
}

// Every vector of a group of frame_vectors.txt: the decoder says what stands there.
void ExpectVectorsHold(std::string_view group) {
  const std::vector<HeaderVector> vectors = HeaderVectors(group);
  EXPECT_FALSE(vectors.empty()) << "frame_vectors.txt has no group " << group;
  for (const HeaderVector& vector : vectors) {
    const DecodedHeader decoded = DecodeFrameHeader(vector.octets, vector.rules);
    EXPECT_EQ(ws_test::Text(decoded), vector.says) << "frame_vectors.txt:" << vector.line;
  }
}

TEST(FrameHeader, OfAnUnmaskedText) {
  ExpectVectorsHold("OfAnUnmaskedText");
}

TEST(FrameHeader, OfAMaskedText) {
  ExpectVectorsHold("OfAMaskedText");
}

TEST(FrameHeader, OfTheTwoFragmentsOfAText) {
  ExpectVectorsHold("OfTheTwoFragmentsOfAText");
}

TEST(FrameHeader, OfPingAndMaskedPong) {
  ExpectVectorsHold("OfPingAndMaskedPong");
}

TEST(FrameHeader, Of256OctetsHasA16BitLength) {
  ExpectVectorsHold("Of256OctetsHasA16BitLength");
}

TEST(FrameHeader, Of64KiBHasA64BitLength) {
  ExpectVectorsHold("Of64KiBHasA64BitLength");
}

// Rule R12: no two spellings of one length (defect B31), no top bit (defect B29).
TEST(FrameHeader, WithANonMinimalLengthBreaksTheProtocol) {
  ExpectVectorsHold("WithANonMinimalLengthBreaksTheProtocol");
}

TEST(FrameHeader, WithTheTopBitOfTheLengthSetBreaksTheProtocol) {
  ExpectVectorsHold("WithTheTopBitOfTheLengthSetBreaksTheProtocol");
}

// Rule R18 and defect B30: the limit is checked on the header, before a payload is stored.
TEST(FrameHeader, LargerThanTheLimitIsTooBig) {
  ExpectVectorsHold("LargerThanTheLimitIsTooBig");
}

// Rule R12 and defect B28: masking is for one direction only.
TEST(FrameHeader, MaskedByAServerBreaksTheProtocol) {
  ExpectVectorsHold("MaskedByAServerBreaksTheProtocol");
}
TEST(FrameHeader, UnmaskedByAClientBreaksTheProtocol) {
  ExpectVectorsHold("UnmaskedByAClientBreaksTheProtocol");
}

// Rule R11 and defect B27.
TEST(FrameHeader, WithReservedBitsBreaksTheProtocolAtItsFirstOctet) {
  ExpectVectorsHold("WithReservedBitsBreaksTheProtocolAtItsFirstOctet");
}

TEST(FrameHeader, MayHaveRsv1OnTheFirstFrameOfAMessageIfAgreed) {
  ExpectVectorsHold("MayHaveRsv1OnTheFirstFrameOfAMessageIfAgreed");
}

// Rule R12 and defect B35.
TEST(FrameHeader, WithAnUnknownOpcodeBreaksTheProtocolAtItsFirstOctet) {
  ExpectVectorsHold("WithAnUnknownOpcodeBreaksTheProtocolAtItsFirstOctet");
}

// Rule R13 and defect B32.
TEST(FrameHeader, OfAControlFrameOver125OctetsBreaksTheProtocol) {
  ExpectVectorsHold("OfAControlFrameOver125OctetsBreaksTheProtocol");
}

TEST(FrameHeader, OfAFragmentedControlFrameBreaksTheProtocolAtItsFirstOctet) {
  ExpectVectorsHold("OfAFragmentedControlFrameBreaksTheProtocolAtItsFirstOctet");
}

TEST(FrameHeader, NeedsMoreUntilItIsComplete) {
  ExpectVectorsHold("NeedsMoreUntilItIsComplete");
  for (const HeaderVector& vector : HeaderVectors("NeedsMoreUntilItIsComplete")) {
    for (std::size_t size = 0; size < vector.octets.size(); ++size) {
      const DecodedHeader decoded = DecodeFrameHeader(vector.octets.substr(0, size), vector.rules);
      EXPECT_EQ(ws_test::Text(decoded), "more") << size;
    }
  }
}

TEST(FrameHeader, IsDecodedAsItWasEncoded) {
  const std::vector<std::uint64_t> lengths = {
      0, 1, 125, 126, 65535, 65536, 1 << 20, 1ULL << 32, (1ULL << 40) - 1};
  for (const std::uint64_t length : lengths) {
    for (const bool masked : {false, true}) {
      const FrameHeader header{true, false, Opcode::kBinary, masked, {1, 2, 3, 4}, length};
      const std::string octets = Encoded(header);
      const DecodedHeader decoded = DecodeFrameHeader(octets, masked ? kServer : kClient);
      EXPECT_EQ(decoded.size, octets.size()) << length;
      EXPECT_EQ(decoded.header.length, length);
      EXPECT_EQ(decoded.header.masked, masked);
      EXPECT_EQ(decoded.header.opcode, Opcode::kBinary);
    }
  }
}

// Defect B41: shifting a 32-bit length by 56 is undefined; the length is 64 bits wide here.
TEST(FrameHeader, EncodesALengthOf64Bits) {
  ExpectVectorsHold("EncodesALengthOf64Bits");
  for (const HeaderVector& vector : HeaderVectors("EncodesALengthOf64Bits")) {
    const FrameHeader header{true, false, Opcode::kBinary, false, {}, 0x0102030405060708};
    EXPECT_EQ(Encoded(header), vector.octets);
  }
}

TEST(FrameHeader, EncodesTheExampleOfTheRfc) {
  for (const HeaderVector& vector : HeaderVectors("OfAMaskedText")) {
    const FrameHeader header{true, false, Opcode::kText, true, {0x37, 0xfa, 0x21, 0x3d}, 5};
    EXPECT_EQ(Encoded(header), vector.octets.substr(0, 6));
  }
}

TEST(Opcode, HasNamesForPeople) {
  EXPECT_EQ(l05::OpcodeName(Opcode::kPing), "ping");
  EXPECT_EQ(l05::OpcodeName(static_cast<Opcode>(3)), "unknown");
}

}  // namespace
