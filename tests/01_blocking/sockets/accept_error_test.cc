// The table of man 2 accept, and the pause for those errors that are about the server.
#include "01_blocking/sockets/accept_error.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <optional>
#include <string>

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

// Begins a pause three times, and returns what was printed; nothing if the system held us up so
// long that the pause may have ended between two of them.
std::optional<std::string> PrintedByThreeBegins(AcceptPause& pause) {
  const auto start = AcceptPause::Clock::now();
  testing::internal::CaptureStderr();
  for (int i = 0; i < 3; ++i) pause.Begin("accept 127.0.0.1:80: Too many open files");
  const bool in_time = AcceptPause::Clock::now() - start < AcceptPause::kLength;
  std::string printed = testing::internal::GetCapturedStderr();
  if (!in_time) return std::nullopt;
  return printed;
}

TEST(AcceptPause, PrintsOneLineHoweverOftenItIsBegunAndEndsByItself) {
  AcceptPause pause;
  EXPECT_FALSE(pause.lasts());
  std::optional<std::string> printed;
  while (!printed) {
    ASSERT_TRUE(test_support::WaitUntil([&] { return !pause.lasts(); }));
    printed = PrintedByThreeBegins(pause);
  }
  EXPECT_EQ(*printed, "accept 127.0.0.1:80: Too many open files; pausing accept\n");
  EXPECT_TRUE(test_support::WaitUntil([&] { return !pause.lasts(); }));
  EXPECT_EQ(pause.left_ms(), 0);
}

}  // namespace
}  // namespace l01
