// The error atlas: every cause gives the error that it names, in both worlds.
#include <gtest/gtest.h>

#include "01_blocking/errors/causes.h"
#include "01_blocking/sockets/winsock_session.h"

namespace {

TEST(ErrorAtlas, CausesEveryErrorThatItNames) {
  const l01::WinsockSession winsock;
  for (const l01::Cause& cause : l01::AllCauses()) {
    const l01::SystemError expected = l01::NameOf(cause.fault);
    EXPECT_NE(expected.code, 0) << cause.cause;
    EXPECT_EQ(cause.provoke(), expected.code) << expected.name << ": " << cause.cause;
  }
}

}  // namespace
