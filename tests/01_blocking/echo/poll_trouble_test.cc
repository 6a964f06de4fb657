// The poll server among signals and without descriptors. POSIX only.
#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <optional>
#include <span>
#include <thread>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/echo/poll_echo_server.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/support/descriptor_limit.h"
#include "tests/support/patience.h"
#include "tests/support/wait.h"

namespace l01 {
namespace {

using test_support::DescriptorLimit;

std::atomic<int> g_signals = 0;

// Without SA_RESTART; poll ends with EINTR in any case (man 7 signal).
TEST(PollEchoServer, GoesOnWhenSignalsInterruptItsWait) {
  struct sigaction action {};
  struct sigaction former {};
  action.sa_handler = [](int) { ++g_signals; };
  ::sigaction(SIGUSR1, &action, &former);
  PollEchoServer server(Endpoint::Loopback());
  std::thread thread([&server] { server.Run(); });
  Socket client = ConnectTo(server.local());
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(Exchange(client, "hello"), "hello");
    const int before = g_signals;
    ::pthread_kill(thread.native_handle(), SIGUSR1);
    EXPECT_TRUE(test_support::WaitUntil([&] { return g_signals > before; }));
  }
  EXPECT_EQ(Exchange(client, "again"), "again");
  server.Stop();
  thread.join();
  ::sigaction(SIGUSR1, &former, nullptr);
}

// The client stays in the queue and the listener stays ready: who tries again at once never sleeps.
TEST(PollEchoServer, RestsWhileItCannotAcceptAndThenLetsTheClientIn) {
  PollEchoServer server(Endpoint::Loopback());
  Socket client = ConnectTo(server.local());
  client.SendAll(std::as_bytes(std::span("hello", 5)));
  std::optional<DescriptorLimit> limit(std::in_place, test_support::kNoNewDescriptor);
  std::thread thread([&server] { server.Run(); });
  EXPECT_FALSE(WaitReadable(client, std::chrono::milliseconds(350)));  // three tries
  limit.reset();
  EXPECT_TRUE(WaitReadable(client, test_support::kPatience));
  server.Stop();
  thread.join();
  EXPECT_LT(server.waits(), 100U);
}

}  // namespace
}  // namespace l01
