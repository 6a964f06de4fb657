// The four bugs of the naive loop, each brought about on purpose. What the real loop does instead
// is named at each test.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "01_blocking/sockets/options.h"
#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"
#include "04_dispatcher/loop/naive_dispatcher.h"
#include "tests/support/patience.h"

namespace l04 {
namespace {

using test_support::kPatienceMs;

std::string ReadAll(NaiveSocket& socket) {
  std::string text;
  std::array<std::byte, 4096> room;
  for (;;) {
    const l01::IoResult result = socket.Recv(room);
    if (!result.ok()) return text;
    text.append(reinterpret_cast<const char*>(room.data()), result.bytes);
  }
}

void Say(l01::Socket& socket, const std::string& text) {
  socket.SendAll(std::as_bytes(std::span(text)));
}

void FillUntilBlocked(NaiveSocket& socket) {
  const std::vector<std::byte> much(1 << 20);
  while (!socket.Send(much).would_block()) continue;
}

void AwaitThat(const l01::Socket& socket, short events) {
  pollfd entry{socket.native(), events, 0};
  ASSERT_EQ(::poll(&entry, 1, kPatienceMs), 1);
  ASSERT_NE(entry.revents & events, 0);
}

TEST(NaiveDispatcher, EchoesAsLongAsNothingUnusualHappens) {
  auto [local, peer] = l01::ConnectedPair();
  NaiveDispatcher loop;
  NaiveSocket socket(loop, std::move(local));
  std::string got;
  socket.on_read = [&] {
    const std::string text = ReadAll(socket);
    got += text;
    EXPECT_TRUE(socket.Send(std::as_bytes(std::span(text))).ok());
  };
  for (const std::string word : {"one", "two"}) {
    Say(peer, word);
    ASSERT_EQ(loop.RunOnce(kPatienceMs), 1);
  }
  ASSERT_EQ(got, "onetwo");
  std::array<std::byte, 6> echo;
  for (std::size_t read = 0; read < echo.size();) {
    ASSERT_TRUE(l01::WaitReadable(peer, test_support::kPatience));
    const l01::IoResult result = peer.Recv(std::span(echo).subspan(read));
    ASSERT_TRUE(result.ok());
    read += result.bytes;
  }
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(echo.data()), echo.size()), "onetwo");
}

TEST(NaiveDispatcher, AnEventFiresOnceUntilACallArmsItAgain) {
  auto [local, peer] = l01::ConnectedPair();
  NaiveDispatcher loop;
  NaiveSocket socket(loop, std::move(local));
  int calls = 0;
  socket.on_read = [&] { ++calls; };  // does not receive
  Say(peer, "x");
  EXPECT_EQ(loop.RunOnce(kPatienceMs), 1);
  EXPECT_EQ(loop.RunOnce(0), 0);
  EXPECT_EQ(calls, 1);
}

// The real loop: CloseTest.AStaleEventDoesNotReachTheSocketThatGotTheSameHandle.
TEST(NaiveDispatcher, GivesAStaleEventToTheNewSocketWithTheSameDescriptor) {
  auto [first, first_peer] = l01::ConnectedPair();
  auto [second, second_peer] = l01::ConnectedPair();
  auto [spare, spare_peer] = l01::ConnectedPair();
  AwaitThat(first, POLLOUT);
  Say(first_peer, "x");
  Say(second_peer, "x");
  AwaitThat(first, POLLIN);
  AwaitThat(second, POLLIN);
  ASSERT_LT(first.native(), second.native()) << "the first one's handler must run first";
  const int number = second.native();

  NaiveDispatcher loop;
  NaiveSocket closer(loop, std::move(first));
  auto victim = std::make_unique<NaiveSocket>(loop, std::move(second));
  std::unique_ptr<NaiveSocket> stranger;
  int calls = 0;
  closer.on_read = [&] {
    victim.reset();
    l01::Socket fresh(::fcntl(spare.native(), F_DUPFD_CLOEXEC, number));
    ASSERT_EQ(fresh.native(), number);
    stranger = std::make_unique<NaiveSocket>(loop, std::move(fresh));
    stranger->on_read = [&calls] { ++calls; };
  };
  ASSERT_EQ(loop.RunOnce(kPatienceMs), 2);
  EXPECT_EQ(calls, 1) << "nobody has sent the stranger anything";
}

// The real loop: FlowControlTest.TheWriteSignalComesAfterEverySendThatWasCutShort.
TEST(NaiveDispatcher, StallsAfterAShortSend) {
  auto [local, peer] = l01::ConnectedPair();
  NaiveDispatcher loop;
  NaiveSocket socket(loop, std::move(local));
  int writes = 0;
  socket.on_write = [&] { ++writes; };
  const std::vector<std::byte> much(64 << 20);
  const l01::IoResult cut = socket.Send(much);
  ASSERT_TRUE(cut.ok());
  ASSERT_LT(cut.bytes, much.size());

  std::vector<std::byte> room(1 << 20);
  for (std::size_t read = 0; read < cut.bytes;) read += peer.Recv(room).bytes;
  AwaitThat(peer, POLLOUT);
  EXPECT_EQ(loop.RunOnce(0), 0);
  EXPECT_EQ(writes, 0) << "there is room for the rest, and nobody says so";
}

// The real loop: CloseTest.DataAndTheEndInOneReportAreReadFirstAndThenClosed.
TEST(NaiveDispatcher, TellsTheEndBeforeTheLastBytesWereRead) {
  auto [local, peer] = l01::ConnectedPair();
  Say(peer, "last words");
  peer.Close();
  AwaitThat(local, POLLRDHUP);
  NaiveDispatcher loop;
  auto socket = std::make_unique<NaiveSocket>(loop, std::move(local));
  std::string got;
  socket->on_read = [&] { got = ReadAll(*socket); };
  socket->on_close = [&] { got += "(closed)"; };
  ASSERT_EQ(loop.RunOnce(kPatienceMs), 1);
  EXPECT_EQ(got, "(closed)");
}

#if defined(__SANITIZE_ADDRESS__)
// The real loop: CloseTest.EveryHandlerMayDestroyItsOwnSocket.
TEST(NaiveDispatcherDeathTest, GoesOnWithASocketThatItsHandlerDestroyed) {
  const auto destroy = [] {
    auto [local, peer] = l01::ConnectedPair();
    Say(peer, "x");
    AwaitThat(local, POLLIN);
    NaiveDispatcher loop;
    auto socket = std::make_unique<NaiveSocket>(loop, std::move(local));
    FillUntilBlocked(*socket);  // arms WRITE
    peer.SetNonBlocking(true);
    std::vector<std::byte> room(1 << 20);
    while (peer.Recv(room).ok()) continue;  // makes room: READ and WRITE are due
    socket->on_read = [&socket] { socket.reset(); };
    socket->on_write = [] {};
    for (;;) loop.RunOnce(kPatienceMs);
  };
  EXPECT_DEATH(destroy(), "AddressSanitizer: heap-use-after-free");
}
#endif

}  // namespace
}  // namespace l04
