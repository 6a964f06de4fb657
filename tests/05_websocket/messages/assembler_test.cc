// Putting fragments together, seen without a stream around it.
#include "05_websocket/messages/assembler.h"

#include <gtest/gtest.h>

#include <limits>

namespace {

using l05::FrameHeader;
using l05::MessageAssembler;
using l05::Opcode;

FrameHeader Header(Opcode opcode, bool fin, std::uint64_t length) {
  return {fin, false, opcode, false, {}, length};
}

TEST(MessageAssembler, TakesOneFrameAsAMessage) {
  MessageAssembler assembler(100);
  EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kText, true, 2)));
  EXPECT_TRUE(assembler.IsWholeMessage());
  EXPECT_FALSE(assembler.Check("hi"));
  EXPECT_FALSE(assembler.EndFrame());
  EXPECT_TRUE(assembler.IsComplete());
  EXPECT_EQ(assembler.opcode(), Opcode::kText);
}

TEST(MessageAssembler, RemembersTheOpcodeOfTheFirstFragment) {
  MessageAssembler assembler(100);
  EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kText, false, 1)));
  EXPECT_FALSE(assembler.IsWholeMessage());
  assembler.Append("a");
  EXPECT_FALSE(assembler.EndFrame());
  EXPECT_FALSE(assembler.IsComplete());
  EXPECT_TRUE(assembler.IsOpen());
  EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kContinuation, true, 1)));
  EXPECT_FALSE(assembler.IsWholeMessage());
  assembler.Append("b");
  EXPECT_FALSE(assembler.EndFrame());
  EXPECT_TRUE(assembler.IsComplete());
  EXPECT_EQ(assembler.opcode(), Opcode::kText);
  EXPECT_EQ(assembler.payload(), "ab");
}

// Rule R19: with a limit near 2^64 the sum of two lengths would wrap; the difference does not.
TEST(MessageAssembler, ComparesLengthsWithoutOverflow) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  MessageAssembler assembler(kMost);
  EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kBinary, false, kMost - 1)));
  EXPECT_FALSE(assembler.EndFrame());
  EXPECT_EQ(assembler.BeginFrame(Header(Opcode::kContinuation, true, kMost)).code, 1009);
  EXPECT_FALSE(assembler.BeginFrame(Header(Opcode::kContinuation, true, 1)));
}

TEST(MessageAssembler, ChecksTextAcrossFragments) {
  MessageAssembler assembler(100);
  assembler.BeginFrame(Header(Opcode::kText, false, 1));
  EXPECT_FALSE(assembler.Check("\xE2"));
  EXPECT_FALSE(assembler.EndFrame());
  assembler.BeginFrame(Header(Opcode::kContinuation, true, 2));
  EXPECT_FALSE(assembler.Check("\x82"));
  EXPECT_EQ(assembler.EndFrame().code, 1007) << "one octet is missing";
}

}  // namespace
