// One wait, and everybody who is signalled.
#include "02_wsaeventselect/servers/counted_calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "01_blocking/sockets/error.h"
#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

using testing::ElementsAre;

class HandleSignalledTest : public WinsockTest {
 protected:
  std::vector<std::size_t> Handled(DWORD timeout = 0) {
    std::vector<WSAEVENT> handles;
    for (const OwnedEvent& event : events_) handles.push_back(event.get());
    std::vector<std::size_t> indices;
    l02::HandleSignalled(
        handles, counts_,
        [&](std::size_t index) {
          WSAResetEvent(handles[index]);
          indices.push_back(index);
          return index != stop_at_;
        },
        timeout);
    return indices;
  }

  std::array<OwnedEvent, 4> events_;
  std::size_t stop_at_ = 100;
  l02::CallCounts counts_;
};

// Beyond the rules.
TEST_F(HandleSignalledTest, FindsEveryEventThatIsSignalledLowestFirst) {
  WSASetEvent(events_[3].get());
  WSASetEvent(events_[1].get());
  EXPECT_THAT(Handled(kPatience), ElementsAre(1, 3));
}

// Beyond the rules.
TEST_F(HandleSignalledTest, StopsWhenItIsToldTo) {
  stop_at_ = 0;
  WSASetEvent(events_[0].get());
  WSASetEvent(events_[2].get());
  EXPECT_THAT(Handled(kPatience), ElementsAre(0));
  EXPECT_THAT(Handled(kPatience), ElementsAre(2));
}

// Beyond the rules.
TEST_F(HandleSignalledTest, ReturnsWhenTheTimeHasPassed) {
  EXPECT_THAT(Handled(1), ElementsAre());
}

// Beyond the rules.
TEST_F(HandleSignalledTest, ThrowsInsteadOfTakingTheFailureOfAWaitForAnIndex) {
  const std::vector<WSAEVENT> too_many(WSA_MAXIMUM_WAIT_EVENTS + 1, events_[0].get());
  EXPECT_THROW(l02::HandleSignalled(
                   too_many, counts_, [](std::size_t) { return false; }, 0),
               l01::SocketError);
}

}  // namespace
}  // namespace l02_test
