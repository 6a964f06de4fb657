// The demo's own pieces; the demo itself checks its statements.
#include "05_websocket/demo/demo.h"

#include <gtest/gtest.h>

#include "05_websocket/protoo/router_capabilities.h"

namespace {

using l05::CodecLines;
using l05::Json;

TEST(Demo, HoldsAllItsStatements) {
  EXPECT_EQ(l05::RunDemo(), 0);
}

TEST(RouterCapabilities, ArePaddedToTheSizeAskedFor) {
  EXPECT_FALSE(l05::RouterCapabilities().contains("padding"));
  EXPECT_GE(l05::RouterCapabilities(40000).dump().size(), 40000U);
}

TEST(CodecLines, ShowKindTypeAndClockRate) {
  const auto lines = CodecLines(l05::RouterCapabilities());
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_EQ(lines[0], "audio  audio/opus     48000");
}

TEST(CodecLines, SurviveAnyJson) {
  EXPECT_TRUE(CodecLines(Json()).empty());
  EXPECT_TRUE(CodecLines(Json::array({1, 2})).empty());
  EXPECT_EQ(CodecLines(Json::parse(R"({"codecs":[1,{"kind":5}]})")).size(), 2U);
}

}  // namespace
