// Control frames that wait to overtake.
#include "05_websocket/messages/urgent_frames.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using l05::FrameHeader;
using l05::Opcode;
using l05::UrgentFrames;

void AddPong(UrgentFrames* frames, const std::string& payload) {
  frames->Add(FrameHeader{true, false, Opcode::kPong, false, {}, payload.size()}, payload);
}

TEST(UrgentFrames, LeaveInOrder) {
  UrgentFrames frames;
  AddPong(&frames, "a");
  AddPong(&frames, "b");
  EXPECT_EQ(frames.Front(),
            "\x8A\x01"
            "a");
  frames.Consume(3);
  EXPECT_EQ(frames.Front(),
            "\x8A\x01"
            "b");
  EXPECT_EQ(frames.size(), 3U);
}

TEST(UrgentFrames, AreFinishedBeforeAnythingElse) {
  UrgentFrames frames;
  AddPong(&frames, "a");
  EXPECT_FALSE(frames.InsideFrame());
  frames.Consume(1);
  EXPECT_TRUE(frames.InsideFrame());
  EXPECT_EQ(frames.Front(),
            "\x01"
            "a");
  frames.Consume(2);
  EXPECT_FALSE(frames.InsideFrame());
  EXPECT_TRUE(frames.empty());
}

TEST(UrgentFrames, ForgetTheOldestButNeverTheOneThatHasBegun) {
  UrgentFrames frames;
  AddPong(&frames, "begun");
  frames.Consume(1);
  for (int i = 0; i < 1000; ++i) AddPong(&frames, std::string(100, 'x'));
  EXPECT_LE(frames.size(), UrgentFrames::kMax);
  EXPECT_EQ(frames.Front(),
            "\x05"
            "begun");
}

}  // namespace
