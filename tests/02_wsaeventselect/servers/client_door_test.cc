// Where clients come in, and what happens when they cannot be served.
#include "02_wsaeventselect/servers/client_door.h"

#include <gtest/gtest.h>

#include <system_error>

#include "01_blocking/sockets/socket.h"
#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

using ClientDoorTest = WinsockTest;

bool IsSignalledWithin(WSAEVENT event, DWORD timeout) {
  return WSAWaitForMultipleEvents(1, &event, FALSE, timeout, FALSE) == WSA_WAIT_EVENT_0;
}

// Beyond the rules.
TEST_F(ClientDoorTest, OpensAgainAfterAPauseAndLetsTheNextOneIn) {
  l02::ClientDoor door(l01::Endpoint::Loopback());
  l02::CallCounts counts;
  EXPECT_EQ(door.BeforeWait(counts), WSA_INFINITE);
  const l01::Socket first = l01::ConnectTo(door.local());
  ASSERT_TRUE(IsSignalledWithin(door.event(), kPatience));
  door.LetIn(counts, [](l02::OwnedSocket) {
    throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
  });

  const l01::Socket next = l01::ConnectTo(door.local());
  bool served = false;
  for (int tries = 0; !served; ++tries) {
    ASSERT_LT(tries, 200) << "the pause is over, and nobody opens the door again";
    const DWORD timeout = door.BeforeWait(counts);
    const bool paused = timeout != WSA_INFINITE;
    if (!IsSignalledWithin(door.event(), paused ? timeout : 1000)) {
      ASSERT_TRUE(paused) << "a client waits, and nobody opens the door again";
      continue;
    }
    door.LetIn(counts, [&](l02::OwnedSocket client) { served = client.valid(); });
  }
}

// Beyond the rules.
TEST_F(ClientDoorTest, SaysHowLongThePauseLastsSoThatTheLoopSleepsMeanwhile) {
  l02::ClientDoor door(l01::Endpoint::Loopback());
  l02::CallCounts counts;
  const l01::Socket client = l01::ConnectTo(door.local());
  ASSERT_TRUE(IsSignalledWithin(door.event(), kPatience));
  door.LetIn(counts, [](l02::OwnedSocket) {
    throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
  });
  const DWORD timeout = door.BeforeWait(counts);
  EXPECT_GE(timeout, 1U);
  EXPECT_LE(timeout, static_cast<DWORD>(l01::AcceptPause::kLength.count()));
}

}  // namespace
}  // namespace l02_test
