// The table of man 2 accept, and the pause for those errors that are about the server.
#include "01_blocking/sockets/accept_error.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "01_blocking/sockets/accept_pause.h"
#include "01_blocking/sockets/native.h"
#include "tests/support/wait.h"

namespace l01 {
namespace {

TEST(AcceptErrors, OfAClientThatLeftAskForTheNextOne) {
  for (const int code :
       {ECONNABORTED, ECONNRESET, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH,
        EOPNOTSUPP, ENETUNREACH, ETIMEDOUT, EPERM, ESOCKTNOSUPPORT, EPROTONOSUPPORT}) {
    EXPECT_EQ(ClassifyAcceptError(code), AcceptError::kClientGone) << SystemReason(code);
    EXPECT_FALSE(IsOutOfDescriptors(code));
  }
}

TEST(AcceptErrors, OfAServerWithoutResourcesAskForAPause) {
  for (const int code : {EMFILE, ENFILE, ENOBUFS, ENOMEM, ENOSR}) {
    EXPECT_EQ(ClassifyAcceptError(code), AcceptError::kOutOfResources) << SystemReason(code);
    EXPECT_TRUE(IsOutOfDescriptors(code));
  }
}

TEST(AcceptErrors, OfAProgramAreNotMendedByTryingAgain) {
  for (const int code : {EBADF, EFAULT, EINVAL, ENOTSOCK}) {
    EXPECT_EQ(ClassifyAcceptError(code), AcceptError::kBroken) << SystemReason(code);
  }
  EXPECT_EQ(ClassifyAcceptError(EAGAIN), AcceptError::kNobodyWaits);
}

TEST(AcceptPause, PrintsOneLineHoweverOftenItIsBegunAndEndsByItself) {
  AcceptPause pause;
  EXPECT_FALSE(pause.lasts());
  testing::internal::CaptureStderr();
  do {
    pause.Begin("accept 127.0.0.1:80: Too many open files");
  } while (pause.lasts() && pause.left_ms() > 1);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "accept 127.0.0.1:80: Too many open files; pausing accept\n");
  EXPECT_TRUE(test_support::WaitUntil([&] { return !pause.lasts(); }));
  EXPECT_EQ(pause.left_ms(), 0);
}

}  // namespace
}  // namespace l01
