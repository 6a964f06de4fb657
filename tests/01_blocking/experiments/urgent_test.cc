// An urgent byte, and what it does to the end of a connection. POSIX only.
#include <gtest/gtest.h>
#include <poll.h>

#include <chrono>
#include <span>
#include <string>
#include <thread>

#include "01_blocking/experiments/closing.h"
#include "01_blocking/sockets/options.h"
#include "01_blocking/sockets/pair.h"
#include "tests/support/patience.h"

namespace l01 {
namespace {

using test_support::kPatience;

bool WaitUrgent(const Socket& socket) {
  pollfd entry{};
  entry.fd = socket.native();
  entry.events = POLLPRI;
  return native::Poll({&entry, 1}, test_support::kPatienceMs) == 1;
}

TEST(CloseInOrder, TakesAnUrgentByteAsAByteAndEndsWithoutAReset) {
  auto [ours, peer] = ConnectedPair();
  const char urgent = '!';
  ASSERT_EQ(::send(peer.native(), &urgent, 1, MSG_OOB), 1);
  ASSERT_TRUE(WaitUrgent(ours));
  std::string received;
  Ending ending = Ending::kReset;
  std::thread reader([&, &socket = peer] {
    ending = ReadToTheEnd(socket, &received);
    socket.ShutdownSend();
  });
  ours.SendAll(std::as_bytes(std::span("a last word", 11)));
  EXPECT_TRUE(CloseInOrder(std::move(ours), kPatience));
  reader.join();
  EXPECT_EQ(ending, Ending::kFin);
  EXPECT_EQ(received, "a last word");
  EXPECT_EQ(TakeSocketError(peer), 0) << "the close was a reset";
}

// Without the option recv leaves the byte out for as long as nothing comes behind it: it is unread
// when we give up, and our close is a reset.
TEST(CloseInOrder, GivesUpWithoutAResetAlthoughAnUrgentByteCameLast) {
  auto [ours, peer] = ConnectedPair();
  const char urgent = '!';
  ASSERT_EQ(::send(peer.native(), &urgent, 1, MSG_OOB), 1);
  ASSERT_TRUE(WaitUrgent(ours));
  EXPECT_FALSE(CloseInOrder(std::move(ours), std::chrono::milliseconds(50)));
  EXPECT_EQ(TakeSocketError(peer), 0) << "the close was a reset";
  EXPECT_EQ(ReadToTheEnd(peer), Ending::kFin);
}

}  // namespace
}  // namespace l01
