// Frame headers: the examples of RFC 6455 §5.7, every violation, every cut.
#include "05_websocket/frames/frame.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using l05::DecodedHeader;
using l05::DecodeFrameHeader;
using l05::FrameHeader;
using l05::FrameRules;
using l05::Opcode;
using l05::Role;
using std::string_literals::operator""s;

constexpr FrameRules kClient = {Role::kClient, false, 1ULL << 40};
constexpr FrameRules kServer = {Role::kServer, false, 1ULL << 40};

std::uint16_t CodeFor(const std::string& octets, const FrameRules& rules = kClient) {
  return DecodeFrameHeader(octets, rules).violation.code;
}

TEST(FrameHeader, OfAnUnmaskedText) {
  const DecodedHeader decoded = DecodeFrameHeader("\x81\x05Hello", kClient);
  EXPECT_EQ(decoded.size, 2U);
  EXPECT_TRUE(decoded.header.fin);
  EXPECT_EQ(decoded.header.opcode, Opcode::kText);
  EXPECT_FALSE(decoded.header.masked);
  EXPECT_EQ(decoded.header.length, 5U);
}

TEST(FrameHeader, OfAMaskedText) {
  const DecodedHeader decoded =
      DecodeFrameHeader("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", kServer);
  EXPECT_EQ(decoded.size, 6U);
  EXPECT_TRUE(decoded.header.masked);
  EXPECT_EQ(decoded.header.key, (l05::MaskingKey{0x37, 0xfa, 0x21, 0x3d}));
}

TEST(FrameHeader, OfTheTwoFragmentsOfAText) {
  const DecodedHeader first = DecodeFrameHeader("\x01\x03Hel", kClient);
  EXPECT_FALSE(first.header.fin);
  EXPECT_EQ(first.header.opcode, Opcode::kText);
  const DecodedHeader last = DecodeFrameHeader("\x80\x02lo", kClient);
  EXPECT_TRUE(last.header.fin);
  EXPECT_EQ(last.header.opcode, Opcode::kContinuation);
}

TEST(FrameHeader, OfPingAndMaskedPong) {
  EXPECT_EQ(DecodeFrameHeader("\x89\x05Hello", kClient).header.opcode, Opcode::kPing);
  EXPECT_EQ(DecodeFrameHeader("\x8a\x85\x37\xfa\x21\x3d", kServer).header.opcode, Opcode::kPong);
}

TEST(FrameHeader, Of256OctetsHasA16BitLength) {
  const DecodedHeader decoded = DecodeFrameHeader("\x82\x7E\x01\x00"s, kClient);
  EXPECT_EQ(decoded.size, 4U);
  EXPECT_EQ(decoded.header.length, 256U);
}

TEST(FrameHeader, Of64KiBHasA64BitLength) {
  const DecodedHeader decoded =
      DecodeFrameHeader("\x82\x7F\x00\x00\x00\x00\x00\x01\x00\x00"s, kClient);
  EXPECT_EQ(decoded.size, 10U);
  EXPECT_EQ(decoded.header.length, 65536U);
}

// Rule R12: no two spellings of one length (defect B31), no top bit (defect B29).
TEST(FrameHeader, WithANonMinimalLengthBreaksTheProtocol) {
  EXPECT_EQ(CodeFor("\x82\x7E\x00\x7D"s), 1002);
  EXPECT_EQ(CodeFor("\x82\x7F\x00\x00\x00\x00\x00\x00\xFF\xFF"s), 1002);
  EXPECT_EQ(CodeFor("\x82\x7F\x00\x00\x00\x00\x00\x00\x00\x01"s), 1002);
}

TEST(FrameHeader, WithTheTopBitOfTheLengthSetBreaksTheProtocol) {
  EXPECT_EQ(CodeFor("\x82\x7F\x80\x00\x00\x00\x00\x00\x00\x00"s), 1002);
  EXPECT_EQ(CodeFor("\x82\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s), 1002);
}

// Rule R18 and defect B30: the limit is checked on the header, before a payload is stored.
TEST(FrameHeader, LargerThanTheLimitIsTooBig) {
  FrameRules rules = kClient;
  rules.max_payload = 1000;
  EXPECT_EQ(CodeFor("\x82\x7E\x03\xE8"s, rules), 0);
  EXPECT_EQ(CodeFor("\x82\x7E\x03\xE9"s, rules), 1009);
  EXPECT_EQ(CodeFor("\x82\x7F\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s, rules), 1009);
}

// Rule R12 and defect B28: masking is for one direction only.
TEST(FrameHeader, MaskedByAServerBreaksTheProtocol) {
  EXPECT_EQ(CodeFor("\x81\x85"), 1002);
}
TEST(FrameHeader, UnmaskedByAClientBreaksTheProtocol) {
  EXPECT_EQ(CodeFor("\x81\x05", kServer), 1002);
}

// Rule R11 and defect B27.
TEST(FrameHeader, WithReservedBitsBreaksTheProtocolAtItsFirstOctet) {
  for (const char* octet : {"\xC1", "\xA1", "\x91", "\xF1", "\xC9"}) {
    EXPECT_EQ(CodeFor(octet), 1002) << octet;
  }
}

TEST(FrameHeader, MayHaveRsv1OnTheFirstFrameOfAMessageIfAgreed) {
  FrameRules rules = kClient;
  rules.allow_rsv1 = true;
  EXPECT_EQ(CodeFor("\xC1", rules), 0);
  EXPECT_EQ(CodeFor("\x42", rules), 0);
  EXPECT_EQ(CodeFor("\xC0", rules), 1002) << "continuation";
  EXPECT_EQ(CodeFor("\xC9", rules), 1002) << "ping";
  EXPECT_EQ(CodeFor("\xA1", rules), 1002) << "RSV2";
}

// Rule R12 and defect B35.
TEST(FrameHeader, WithAnUnknownOpcodeBreaksTheProtocolAtItsFirstOctet) {
  for (const char* octet : {"\x83", "\x84", "\x85", "\x86", "\x87", "\x8B", "\x8C", "\x8F"}) {
    EXPECT_EQ(CodeFor(octet), 1002) << octet;
  }
}

// Rule R13 and defect B32.
TEST(FrameHeader, OfAControlFrameOver125OctetsBreaksTheProtocol) {
  EXPECT_EQ(CodeFor("\x89\x7D"), 0);
  EXPECT_EQ(CodeFor("\x89\x7E"), 1002);
  EXPECT_EQ(CodeFor("\x88\x7F"), 1002);
}

TEST(FrameHeader, OfAFragmentedControlFrameBreaksTheProtocolAtItsFirstOctet) {
  EXPECT_EQ(CodeFor("\x09"), 1002);
  EXPECT_EQ(CodeFor("\x08"), 1002);
}

TEST(FrameHeader, NeedsMoreUntilItIsComplete) {
  const std::string octets = "\x82\xFF\x00\x00\x00\x00\x00\x01\x00\x00KEY!"s;
  for (std::size_t size = 0; size < octets.size(); ++size) {
    const DecodedHeader decoded = DecodeFrameHeader(octets.substr(0, size), kServer);
    EXPECT_EQ(decoded.size, 0U) << size;
    EXPECT_FALSE(decoded.violation) << size;
  }
  EXPECT_EQ(DecodeFrameHeader(octets, kServer).size, octets.size());
}

TEST(FrameHeader, IsDecodedAsItWasEncoded) {
  const std::vector<std::uint64_t> lengths = {
      0, 1, 125, 126, 65535, 65536, 1 << 20, 1ULL << 32, (1ULL << 40) - 1};
  for (const std::uint64_t length : lengths) {
    for (const bool masked : {false, true}) {
      const FrameHeader header{true, false, Opcode::kBinary, masked, {1, 2, 3, 4}, length};
      l05::HeaderBuffer buffer;
      const std::size_t size = l05::EncodeFrameHeader(header, &buffer);
      const DecodedHeader decoded =
          DecodeFrameHeader({buffer.data(), size}, masked ? kServer : kClient);
      EXPECT_EQ(decoded.size, size) << length;
      EXPECT_EQ(decoded.header.length, length);
      EXPECT_EQ(decoded.header.masked, masked);
      EXPECT_EQ(decoded.header.opcode, Opcode::kBinary);
    }
  }
}

// Defect B41: shifting a 32-bit length by 56 is undefined; the length is 64 bits wide here.
TEST(FrameHeader, EncodesALengthOf64Bits) {
  const FrameHeader header{true, false, Opcode::kBinary, false, {}, 0x0102030405060708};
  l05::HeaderBuffer buffer;
  const std::size_t size = l05::EncodeFrameHeader(header, &buffer);
  EXPECT_EQ(std::string(buffer.data(), size), "\x82\x7F\x01\x02\x03\x04\x05\x06\x07\x08");
}

TEST(FrameHeader, EncodesTheExampleOfTheRfc) {
  const FrameHeader header{true, false, Opcode::kText, true, {0x37, 0xfa, 0x21, 0x3d}, 5};
  l05::HeaderBuffer buffer;
  EXPECT_EQ(std::string(buffer.data(), l05::EncodeFrameHeader(header, &buffer)),
            "\x81\x85\x37\xfa\x21\x3d");
}

TEST(Opcode, HasNamesForPeople) {
  EXPECT_EQ(l05::OpcodeName(Opcode::kPing), "ping");
  EXPECT_EQ(l05::OpcodeName(static_cast<Opcode>(3)), "unknown");
}

}  // namespace
