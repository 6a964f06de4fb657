// Rule R36: a build without OpenSSL says why it refuses wss.
#include <gtest/gtest.h>

#include <string>

#include "tests/05_websocket/support/recorder.h"

namespace {

TEST(WithoutOpenSsl, WssIsRefusedWithTheReason) {
  ws_test::Recorder recorder;
  std::string error;
  EXPECT_FALSE(recorder.client.Open("wss://127.0.0.1:1/", ws_test::Options(), &error));
  EXPECT_EQ(error, "wss needs TLS, and this program was built without OpenSSL");
}

}  // namespace
