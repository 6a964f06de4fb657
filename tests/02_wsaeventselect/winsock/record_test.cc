// What stands behind the events: two sets of bits per socket, seen from inside.
#include <thread>

#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class InsideTheEmulation : public WinsockTest {
 protected:
  void SetUp() override {
    const OwnedSocket any = TcpSocket();
    if (!Inspect(any.get()).possible) {
      GTEST_SKIP() << "Windows keeps the record in its kernel and has no call that shows it";
    }
  }
};

TEST_F(InsideTheEmulation, EnumeratingEmptiesTheRecordAndKeepsTheLatch) {
  const Pair pair = ConnectedPair();
  const OwnedEvent event;
  Select(pair.subject.get(), event, FD_WRITE);
  EXPECT_EQ(FD_WRITE, Inspect(pair.subject.get()).recorded);
  Enumerate(pair.subject.get(), event.get());
  EXPECT_EQ(0, Inspect(pair.subject.get()).recorded);
  EXPECT_EQ(FD_WRITE, Inspect(pair.subject.get()).latched);
}

TEST_F(InsideTheEmulation, FailingSendLiftsTheLatchOfFdWrite) {
  const SelectedPair pair(FD_WRITE);
  FillUntilQuiet(pair.subject.get(), pair.event);
  EXPECT_EQ(0, Inspect(pair.subject.get()).latched);
}

TEST_F(InsideTheEmulation, ReceiveLiftsTheLatchOfFdRead) {
  const SelectedPair pair(FD_READ);
  SendText(pair.peer.get(), "hello");
  EXPECT_EQ(FD_READ, Collect(pair.subject.get(), pair.event, FD_READ).events);
  EXPECT_EQ(FD_READ, Inspect(pair.subject.get()).latched);
  EXPECT_EQ(5, ReceiveSome(pair.subject.get(), 8));
  EXPECT_EQ(0, Inspect(pair.subject.get()).latched);
}

TEST_F(InsideTheEmulation, MaskIsWhatWasSelectedLast) {
  const SelectedPair pair(FD_READ);
  EXPECT_EQ(FD_READ, Inspect(pair.subject.get()).mask);
  Cancel(pair.subject.get());
  EXPECT_EQ(0, Inspect(pair.subject.get()).mask);
}

TEST_F(InsideTheEmulation, ClosedSocketCannotBeInspected) {
  OwnedSocket socket = TcpSocket();
  const SOCKET closed = socket.get();
  socket.Close();
  EXPECT_FALSE(Inspect(closed).possible);
}

}  // namespace
}  // namespace l02_test
