// Event objects: manual-reset and auto-reset events, their results and their errors.
#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class Event : public WinsockTest {};

testing::AssertionResult IsInvalidHandle(BOOL result) {
  if (result != FALSE) return testing::AssertionFailure() << "the call succeeded";
  if (WSAGetLastError() == WSA_INVALID_HANDLE) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "last error " << WSAGetLastError();
}

// Rule W1.
TEST_F(Event, IsNotSignalledWhenItIsCreated) {
  const OwnedEvent event;
  ASSERT_NE(WSA_INVALID_EVENT, event.get());
  EXPECT_FALSE(event.IsSignalled());
}

TEST_F(Event, StaysSignalledAfterASatisfiedWait) {
  const OwnedEvent event;
  EXPECT_TRUE(WSASetEvent(event.get()));
  EXPECT_TRUE(event.IsSignalled());
  EXPECT_TRUE(event.IsSignalled());
}

TEST_F(Event, IsNoLongerSignalledAfterAReset) {
  const OwnedEvent event;
  WSASetEvent(event.get());
  EXPECT_TRUE(WSAResetEvent(event.get()));
  EXPECT_FALSE(event.IsSignalled());
}

TEST_F(Event, MayBeSetTwiceAndIsResetByOneCall) {
  const OwnedEvent event;
  EXPECT_TRUE(WSASetEvent(event.get()));
  EXPECT_TRUE(WSASetEvent(event.get()));
  WSAResetEvent(event.get());
  EXPECT_FALSE(event.IsSignalled());
}

TEST_F(Event, MayBeResetWithoutBeingSignalled) {
  const OwnedEvent event;
  EXPECT_TRUE(WSAResetEvent(event.get()));
}

TEST_F(Event, InvalidEventIsANullPointer) {
  EXPECT_EQ(nullptr, WSA_INVALID_EVENT);
}

// Rule W2: the results are TRUE and FALSE, and the code is 6, no 10xxx.
TEST_F(Event, ClosedHandleIsInvalidForEveryCall) {
  const WSAEVENT event = WSACreateEvent();
  EXPECT_TRUE(WSACloseEvent(event));
  EXPECT_TRUE(IsInvalidHandle(WSASetEvent(event)));
  EXPECT_TRUE(IsInvalidHandle(WSAResetEvent(event)));
  EXPECT_TRUE(IsInvalidHandle(WSACloseEvent(event)));
  EXPECT_EQ(6, WSA_INVALID_HANDLE);
}

TEST_F(Event, NullHandleIsInvalidForEveryCall) {
  EXPECT_TRUE(IsInvalidHandle(WSASetEvent(WSA_INVALID_EVENT)));
  EXPECT_TRUE(IsInvalidHandle(WSAResetEvent(WSA_INVALID_EVENT)));
  EXPECT_TRUE(IsInvalidHandle(WSACloseEvent(WSA_INVALID_EVENT)));
}

TEST_F(Event, SocketIsNoEvent) {
  const OwnedSocket socket = TcpSocket();
  EXPECT_TRUE(IsInvalidHandle(WSASetEvent(reinterpret_cast<WSAEVENT>(socket.get()))));
  EXPECT_TRUE(IsInvalidHandle(WSAResetEvent(reinterpret_cast<WSAEVENT>(socket.get()))));
}

// Rule W9.
TEST_F(Event, AutoResetEventIsResetByTheWaitItSatisfies) {
  const OwnedEvent event = AutoResetEvent();
  SetEvent(event.get());
  EXPECT_TRUE(event.IsSignalled());
  EXPECT_FALSE(event.IsSignalled());
}

TEST_F(Event, AutoResetEventRemembersOneSignalOnly) {
  const OwnedEvent event = AutoResetEvent();
  SetEvent(event.get());
  SetEvent(event.get());
  EXPECT_TRUE(event.IsSignalled());
  EXPECT_FALSE(event.IsSignalled());
}

TEST_F(Event, MayBeCreatedSignalled) {
  const OwnedEvent event(CreateEventA(nullptr, TRUE, TRUE, nullptr));
  EXPECT_TRUE(event.IsSignalled());
}

TEST_F(Event, WindowsNamesAndWinsockNamesMeanTheSameObjects) {
  const WSAEVENT event = WSACreateEvent();
  EXPECT_TRUE(SetEvent(event));
  EXPECT_EQ(WAIT_OBJECT_0, WaitForSingleObject(event, 0));
  EXPECT_TRUE(ResetEvent(event));
  EXPECT_EQ(static_cast<DWORD>(WAIT_TIMEOUT), WaitForSingleObject(event, 0));
  EXPECT_TRUE(CloseHandle(event));
}

}  // namespace
}  // namespace l02_test
