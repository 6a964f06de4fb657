// The bytes of a connection, and what is posted about them.
#include "02_wsaeventselect/emulation/transfer.h"

#include <array>
#include <span>
#include <string>
#include <vector>

#include "tests/02_wsaeventselect/emulation/parts.h"
#include "tests/support/wait.h"

namespace l02_test {
namespace {

struct TransferBench : ConnectedBench {
  using ConnectedBench::ConnectedBench;
  l02::StreamTransfer transfer{bench.kernel, bench.association, connection};
  long LookAndTake() {
    transfer.Look();
    return bench.Take();
  }
};

TEST(EmulationTransfer, RoomIsFdWriteAndBytesAreFdRead) {
  TransferBench pair;
  pair.bench.SelectAll();
  EXPECT_EQ(FD_WRITE, pair.LookAndTake());
  pair.peer.SendAll(std::as_bytes(std::span("x", 1)));
  EXPECT_TRUE(test_support::WaitUntil([&] { return pair.LookAndTake() == FD_READ; }));
}

TEST(EmulationTransfer, EndOfTheStreamIsFdCloseAndNotFdRead) {
  TransferBench pair;
  pair.bench.association.Select(pair.bench.event, FD_READ | FD_CLOSE);
  pair.peer.ShutdownSend();
  long seen = 0;
  EXPECT_TRUE(test_support::WaitUntil([&] { return (seen |= pair.LookAndTake()) != 0; }));
  EXPECT_EQ(FD_CLOSE, seen);
}

TEST(EmulationTransfer, KeepsTheRestForLaterIfTheProfileHasNoShortSends) {
  l02::Profile profile;
  profile.send_may_be_short = false;
  TransferBench pair(profile);
  const std::vector<char> much(64 << 20, 'x');  // more than all buffers hold
  EXPECT_EQ(static_cast<int>(much.size()), pair.transfer.Send(much, 0, true).value);
  EXPECT_TRUE(pair.transfer.HasBacklog());
  EXPECT_EQ(WSAEWOULDBLOCK, pair.transfer.Send(much, 0, true).error);
  // The end of the stream comes behind what is kept.
  pair.transfer.ShutSend();
  std::size_t received = 0;
  std::array<std::byte, 65536> room;
  for (;;) {
    pair.transfer.HasBacklog();
    const l01::IoResult result = pair.peer.Recv(room);
    if (!result.ok()) break;
    received += result.bytes;
  }
  EXPECT_EQ(much.size(), received);
}

TEST(EmulationTransfer, ShutDirectionsRefuse) {
  TransferBench pair;
  std::array<char, 4> room{};
  pair.transfer.ShutReceive();
  EXPECT_EQ(WSAESHUTDOWN, pair.transfer.Receive(room, 0).error);
  pair.transfer.ShutSend();
  EXPECT_EQ(WSAESHUTDOWN, pair.transfer.Send(room, 0, true).error);
}

}  // namespace
}  // namespace l02_test
