#include "01_blocking/experiments/closing.h"

#include <gtest/gtest.h>

#include <array>
#include <thread>

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

TEST(Closing, WithLingerZeroIsAReset) {
  auto [ours, peer] = ConnectedPair();
  AbortOnClose(ours);
  ours.Close();
  EXPECT_EQ(ReadToTheEnd(peer), EndingAfterReset());
}

TEST(Closing, WithUnreadBytesIsAReset) {
  auto [ours, peer] = ConnectedPair();
  peer.SendAll(Bytes("never read"));
  ASSERT_TRUE(WaitReadable(ours, kPatience));
  ours.Close();
  EXPECT_EQ(ReadToTheEnd(peer), EndingAfterReset());
}

TEST(Closing, AResetMayDestroyWhatWasSentBefore) {
  auto [ours, peer] = ConnectedPair();
  ours.SendAll(Bytes("a last word"));
  peer.SendAll(Bytes("never read"));
  ASSERT_TRUE(WaitReadable(ours, kPatience));
  ours.Close();
  // Whether the word can still be read differs between systems; that the end is broken does not.
  std::string received;
  EXPECT_EQ(ReadToTheEnd(peer, &received), EndingAfterReset());
  EXPECT_TRUE(received.empty() || received == "a last word");
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
