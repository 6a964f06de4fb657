// A signal arrives in the middle of a call. It must cost nothing.
#include <gtest/gtest.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <csignal>
#include <functional>
#include <future>
#include <string>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/support/patience.h"
#include "tests/support/wait.h"

namespace l01 {
namespace {

std::atomic<int> g_signals = 0;

// Handles SIGUSR1 without SA_RESTART: then blocked calls end with EINTR (man 7 signal).
class SignalHandler {
 public:
  SignalHandler() {
    struct sigaction action {};
    action.sa_handler = [](int) { ++g_signals; };
    ::sigaction(SIGUSR1, &action, &former_);
  }
  ~SignalHandler() { ::sigaction(SIGUSR1, &former_, nullptr); }

 private:
  struct sigaction former_ {};
};

bool HasReturned(const std::future<std::string>& call) {
  return call.wait_for(std::chrono::milliseconds(0)) == std::future_status::ready;
}

// Runs `call` on a thread, sends it ten signals while it waits, then does `release`. A call that a
// signal has ended fails the test at once: nobody would take the next signal, or what `release`
// does.
void Interrupt(const std::function<void()>& call, const std::function<void()>& release) {
  const SignalHandler handler;
  std::promise<pthread_t> started;
  std::future<std::string> error = std::async(std::launch::async, [&]() -> std::string {
    started.set_value(::pthread_self());
    try {
      call();
    } catch (const SocketError& failure) {
      return failure.what();
    }
    return "";
  });
  const pthread_t thread = started.get_future().get();
  for (int i = 1; i <= 10; ++i) {
    const int before = g_signals;
    ::pthread_kill(thread, SIGUSR1);
    // It has taken the signal, and then a moment in which it would return.
    EXPECT_TRUE(test_support::WaitUntil([&] { return g_signals > before || HasReturned(error); }));
    if (error.wait_for(std::chrono::milliseconds(5)) == std::future_status::ready) {
      FAIL() << "signal " << i << " ended the call, which must go on waiting. " << error.get();
    }
  }
  release();
  EXPECT_EQ(error.get(), "");
}

// Ends our stream whatever happens: a peer that reads up to its end would wait for ever.
struct EndOfStream {
  Socket& socket;
  ~EndOfStream() { socket.ShutdownSend(); }
};

TEST(Interrupted, RecvGoesOnWaiting) {
  auto [ours, peer] = ConnectedPair();
  IoResult result{};
  Interrupt(
      [&, &socket = ours] {
        std::array<std::byte, 1> room;
        result = socket.Recv(room);
      },
      [&socket = peer] { socket.SendAll(std::array{std::byte{1}}); });
  EXPECT_EQ(result.bytes, 1U);
}

TEST(Interrupted, AcceptGoesOnWaiting) {
  Socket listener = ListenOn(Endpoint::Loopback());
  bool accepted = false;
  Interrupt([&] { accepted = listener.Accept().has_value(); },
            [&] { ConnectTo(listener.LocalEndpoint()); });
  EXPECT_TRUE(accepted);
}

TEST(Interrupted, SendAllLosesNothing) {
  auto [ours, peer] = ConnectedPair();
  const std::vector<std::byte> much(32 << 20, std::byte{7});
  std::size_t received = 0;
  Interrupt(
      [&, &socket = ours] {
        const EndOfStream end{socket};
        socket.SendAll(much);
      },
      [&, &socket = peer] {
        std::array<std::byte, 65536> room;
        for (IoResult result; (result = socket.Recv(room)).ok();) received += result.bytes;
      });
  EXPECT_EQ(received, much.size());
}

TEST(Interrupted, WaitReadableKeepsItsDeadline) {
  auto [ours, peer] = ConnectedPair();
  bool readable = false;
  Interrupt([&, &socket = ours] { readable = WaitReadable(socket, test_support::kPatience); },
            [&socket = peer] { socket.SendAll(std::array{std::byte{1}}); });
  EXPECT_TRUE(readable);
}

TEST(Interrupted, ConnectGoesOnInTheBackground) {
  Socket listener = ListenOn(Endpoint::Loopback(), 0);
  // With a full queue connect waits until the server accepts.
  const Socket first = ConnectTo(listener.LocalEndpoint());
  Socket client = Socket::OpenTcp(AF_INET);
  Interrupt([&] { client.Connect(listener.LocalEndpoint()); },
            [&] {
              listener.Accept();
              listener.Accept();
            });
  EXPECT_EQ(client.PeerEndpoint(), listener.LocalEndpoint());
}

}  // namespace
}  // namespace l01
