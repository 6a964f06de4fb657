// Putting fragments together, seen without a stream around it.
#include "05_websocket/messages/assembler.h"

#include <gtest/gtest.h>

#include <limits>

namespace {

using l05::FrameHeader;
using l05::MessageAssembler;
using l05::Opcode;
using l05::ReadLimits;

FrameHeader Header(Opcode opcode, bool fin, std::uint64_t length) {
  return {fin, false, opcode, false, {}, length};
}

// Limits that matter for nothing but the size of a message.
ReadLimits MaxMessage(std::uint64_t octets) {
  ReadLimits limits;
  limits.max_message = octets;
  return limits;
}

TEST(MessageAssembler, TakesOneFrameAsAMessage) {
  MessageAssembler assembler(MaxMessage(100));
  EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kText, true, 2)));
  EXPECT_TRUE(assembler.IsWholeMessage());
  EXPECT_FALSE(assembler.Add("h", false));
  EXPECT_FALSE(assembler.IsComplete());
  EXPECT_FALSE(assembler.Add("i", true));
  EXPECT_TRUE(assembler.IsComplete());
  EXPECT_EQ(assembler.opcode(), Opcode::kText);
  EXPECT_EQ(assembler.payload(), "") << "it is read where it lies";
}

TEST(MessageAssembler, RemembersTheOpcodeOfTheFirstFragment) {
  MessageAssembler assembler(MaxMessage(100));
  EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kText, false, 1)));
  EXPECT_FALSE(assembler.IsWholeMessage());
  EXPECT_FALSE(assembler.Add("a", true));
  EXPECT_FALSE(assembler.IsComplete());
  EXPECT_TRUE(assembler.IsOpen());
  EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kContinuation, true, 1)));
  EXPECT_FALSE(assembler.IsWholeMessage());
  EXPECT_FALSE(assembler.Add("b", true));
  EXPECT_TRUE(assembler.IsComplete());
  EXPECT_EQ(assembler.opcode(), Opcode::kText);
  EXPECT_EQ(assembler.payload(), "ab");
}

// Rule R19: with a limit near 2^64 the sum of two lengths would wrap; the difference does not.
TEST(MessageAssembler, ComparesLengthsWithoutOverflow) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  MessageAssembler assembler(MaxMessage(kMost));
  EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kBinary, false, kMost - 1)));
  EXPECT_FALSE(assembler.Add("", true));
  EXPECT_EQ(assembler.BeginFrame(Header(Opcode::kContinuation, true, kMost)).code, 1009);
  EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kContinuation, true, 1)));
}

TEST(MessageAssembler, RefusesAContinuationOfNothing) {
  MessageAssembler assembler(MaxMessage(100));
  EXPECT_EQ(assembler.BeginFrame(Header(Opcode::kContinuation, true, 1)).code, 1002);
}

TEST(MessageAssembler, RefusesANewMessageInsideAFragmentedOne) {
  MessageAssembler assembler(MaxMessage(100));
  EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kText, false, 1)));
  EXPECT_FALSE(assembler.Add("a", true));
  EXPECT_EQ(assembler.BeginFrame(Header(Opcode::kBinary, true, 1)).code, 1002);
}

TEST(MessageAssembler, KnowsNothingOfTheLastMessageWhenTheNextOneBegins) {
  MessageAssembler assembler(MaxMessage(100));
  for (const std::string piece : {"a", "b"}) {
    EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kText, false, 60)));
    EXPECT_FALSE(assembler.IsComplete());
    EXPECT_FALSE(assembler.Add(piece, true));
    EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kContinuation, true, 40)));
    EXPECT_FALSE(assembler.Add(piece, true));
    EXPECT_TRUE(assembler.IsComplete());
    EXPECT_EQ(assembler.payload(), piece + piece);
  }
}

TEST(MessageAssembler, ChecksTextAcrossFragments) {
  MessageAssembler assembler(MaxMessage(100));
  assembler.BeginFrame(Header(Opcode::kText, false, 1));
  EXPECT_FALSE(assembler.Add("\xE2", true));
  assembler.BeginFrame(Header(Opcode::kContinuation, true, 2));
  EXPECT_EQ(assembler.Add("\x82", true).code, 1007) << "one octet is missing";
}

}  // namespace
