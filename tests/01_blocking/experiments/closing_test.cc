#include "01_blocking/experiments/closing.h"

#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "01_blocking/experiments/blocking_calls.h"
#include "01_blocking/sockets/deadline.h"
#include "01_blocking/sockets/options.h"
#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/01_blocking/support/world.h"
#include "tests/support/patience.h"

namespace l01 {
namespace {

using test_support::kPatience;

std::span<const std::byte> Bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

TEST(Closing, InOrderIsTheEndOfTheStream) {
  auto [ours, peer] = ConnectedPair();
  ours.Close();
  EXPECT_EQ(ReadToTheEnd(peer), Ending::kFin);
}

// Wine shows a reset to recv as an orderly end; a send tells the truth everywhere. After a FIN the
// first send would succeed.
TEST(Closing, WithLingerZeroIsAReset) {
  auto [ours, peer] = ConnectedPair();
  AbortOnClose(ours);
  ours.Close();
  ASSERT_TRUE(WaitReadable(peer, kPatience));
  EXPECT_EQ(ReadToTheEnd(peer), EndingAfterReset());
  EXPECT_TRUE(peer.Send(Bytes("hello")).failed());
}

TEST(Closing, InOrderLetsTheFirstSendSucceed) {
  auto [ours, peer] = ConnectedPair();
  ours.Close();
  EXPECT_EQ(ReadToTheEnd(peer), Ending::kFin);
  EXPECT_TRUE(peer.Send(Bytes("hello")).ok());
}

TEST(Closing, WithUnreadBytesIsAReset) {
  auto [ours, peer] = ConnectedPair();
  peer.SendAll(Bytes("never read"));
  ASSERT_TRUE(WaitReadable(ours, kPatience));
  ours.Close();
  EXPECT_EQ(ReadToTheEnd(peer), EndingAfterReset());
}

// What has not arrived yet when the RST is sent never arrives: so send more than the peer's buffer
// holds. What is in that buffer may or may not be read; that differs between systems.
TEST(Closing, AResetMayDestroyWhatWasSentBefore) {
  auto [ours, peer] = ConnectedPair();
  ours.SetNonBlocking(true);
  const std::string chunk(1 << 20, 'x');
  std::size_t sent = 0;
  for (IoResult result; (result = ours.Send(Bytes(chunk))).ok();) sent += result.bytes;
  peer.SendAll(Bytes("never read"));
  ASSERT_TRUE(WaitReadable(ours, kPatience));
  ours.Close();
  std::string received;
  EXPECT_EQ(ReadToTheEnd(peer, &received), EndingAfterReset());
  EXPECT_LT(received.size(), sent);
}

TEST(Closing, OfOneDirectionLetsTheAnswerThrough) {
  auto [ours, peer] = ConnectedPair();
  ours.SendAll(Bytes("question"));
  ours.ShutdownSend();
  std::string question, answer;
  EXPECT_EQ(ReadToTheEnd(peer, &question), Ending::kFin);
  peer.SendAll(Bytes("answer"));
  peer.Close();
  EXPECT_EQ(ReadToTheEnd(ours, &answer), Ending::kFin);
  EXPECT_EQ(question + " " + answer, "question answer");
}

TEST(CloseInOrder, LetsThePeerReadEverythingAlthoughItsOwnBytesWereUnread) {
  auto [ours, peer] = ConnectedPair();
  peer.SendAll(Bytes("never asked for"));
  ASSERT_TRUE(WaitReadable(ours, kPatience));
  ours.SendAll(Bytes("a last word"));
  std::string received;
  Ending ending = Ending::kReset;
  std::thread reader([&, &socket = peer] {
    ending = ReadToTheEnd(socket, &received);
    socket.Close();
  });
  EXPECT_TRUE(CloseInOrder(std::move(ours), kPatience));
  reader.join();
  EXPECT_EQ(ending, Ending::kFin);
  EXPECT_EQ(received, "a last word");
}

// A deadline that each byte starts anew is none. The peer learns that we gave up from the RST which
// its next byte earns. A flag of ours would come too late: the RST can arrive before CloseInOrder
// has returned to this function.
TEST(CloseInOrder, GivesUpOnAPeerThatNeverStopsSending) {
  auto [ours, peer] = ConnectedPair();
  bool reset = false;
  std::thread sender([&, &socket = peer] {
    const Deadline deadline = Deadline::After(kPatience / 4);
    while (!reset && !deadline.HasPassed()) reset = socket.Send(Bytes("x")).failed();
    socket.ShutdownSend();  // without a reset: CloseInOrder waits for our end
  });
  // Half a second: a busy machine must not make a pause that long between two bytes, which would
  // look like a peer that sends no more.
  EXPECT_FALSE(CloseInOrder(std::move(ours), std::chrono::milliseconds(500)));
  sender.join();
  EXPECT_TRUE(reset) << "each byte started the deadline anew";
}

TEST(ReadToTheEnd, WaitsOnANonBlockingSocketToo) {
  auto [ours, peer] = ConnectedPair();
  peer.SetNonBlocking(true);
  Ending ending = Ending::kReset;
  const WaitObservation seen =
      Observe([&, &socket = peer] { ending = ReadToTheEnd(socket); },
              [&socket = ours] { socket.Close(); }, std::chrono::milliseconds(50));
  EXPECT_TRUE(seen.as_expected());
  EXPECT_EQ(ending, Ending::kFin);
}

TEST(CloseInOrder, GivesUpOnAPeerThatNeverCloses) {
  auto [ours, peer] = ConnectedPair();
  EXPECT_FALSE(CloseInOrder(std::move(ours), std::chrono::milliseconds(50)));
}

TEST(TimeWait, DoesNotStopARestartedServerThatSetsReuseAddress) {
  EXPECT_TRUE(CanBindDespiteTimeWait(true));
}

TEST(TimeWait, StopsARestartedServerThatDoesNotExceptOnWindows) {
  EXPECT_EQ(CanBindDespiteTimeWait(false), TimeWaitIsIgnored());
}

}  // namespace
}  // namespace l01
