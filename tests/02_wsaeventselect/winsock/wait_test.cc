// WSAWaitForMultipleEvents: how many, which one, how long.
#include <vector>

#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class Wait : public WinsockTest {};

/// Some events in an array, as the call wants them.
class EventArray {
 public:
  explicit EventArray(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) events_.push_back(WSACreateEvent());
  }
  EventArray(const EventArray&) = delete;
  EventArray& operator=(const EventArray&) = delete;
  ~EventArray() {
    for (const WSAEVENT event : events_) WSACloseEvent(event);
  }
  WSAEVENT operator[](std::size_t index) const { return events_[index]; }
  DWORD WaitAny(DWORD timeout = 0) const { return Run(FALSE, timeout); }
  DWORD WaitAll(DWORD timeout = 0) const { return Run(TRUE, timeout); }

 private:
  DWORD Run(BOOL all, DWORD timeout) const {
    return WSAWaitForMultipleEvents(static_cast<DWORD>(events_.size()), events_.data(), all,
                                    timeout, FALSE);
  }
  std::vector<WSAEVENT> events_;  // owned
};

// Rule W3.
TEST_F(Wait, Takes64Events) {
  const EventArray events(64);
  WSASetEvent(events[63]);
  EXPECT_EQ(63U, events.WaitAny());
  EXPECT_EQ(64, WSA_MAXIMUM_WAIT_EVENTS);
}

// Also rule L5.
TEST_F(Wait, Refuses65EventsInsteadOfWaitingForTheFirst64) {
  const EventArray events(65);
  WSASetEvent(events[0]);
  EXPECT_EQ(WSA_WAIT_FAILED, events.WaitAny());
  EXPECT_EQ(WSA_INVALID_PARAMETER, WSAGetLastError());
}

TEST_F(Wait, RefusesNoEvents) {
  const WSAEVENT unused = WSA_INVALID_EVENT;
  EXPECT_EQ(WSA_WAIT_FAILED, WSAWaitForMultipleEvents(0, &unused, FALSE, 0, FALSE));
  EXPECT_EQ(WSA_INVALID_PARAMETER, WSAGetLastError());
}

TEST_F(Wait, FailureIsAHugeNumberAndNoIndex) {
  EXPECT_EQ(0xFFFFFFFFU, WSA_WAIT_FAILED);
}

// Rule W4.
TEST_F(Wait, ReturnsTheLowestSignalledIndex) {
  const EventArray events(12);
  WSASetEvent(events[9]);
  WSASetEvent(events[5]);
  EXPECT_EQ(5U, events.WaitAny());
}

TEST_F(Wait, LeavesTheOtherEventsSignalled) {
  const EventArray events(12);
  WSASetEvent(events[9]);
  WSASetEvent(events[5]);
  EXPECT_EQ(5U, events.WaitAny());
  WSAResetEvent(events[5]);
  EXPECT_EQ(9U, events.WaitAny());
}

TEST_F(Wait, BusyLowIndexHidesTheHigherOnes) {
  const EventArray events(2);
  WSASetEvent(events[1]);
  for (int turn = 0; turn < 10; ++turn) {
    WSASetEvent(events[0]);
    EXPECT_EQ(0U, events.WaitAny());
  }
}

TEST_F(Wait, ConsumesOnlyTheEventWhoseIndexItReturns) {
  const OwnedEvent low = AutoResetEvent();
  const OwnedEvent high = AutoResetEvent();
  SetEvent(low.get());
  SetEvent(high.get());
  const WSAEVENT both[] = {low.get(), high.get()};
  EXPECT_EQ(0U, WSAWaitForMultipleEvents(2, both, FALSE, 0, FALSE));
  EXPECT_FALSE(low.IsSignalled());
  EXPECT_TRUE(high.IsSignalled());
}

// Rule W5.
TEST_F(Wait, ForAllReturnsOnlyWhenAllAreSignalled) {
  const EventArray events(3);
  WSASetEvent(events[0]);
  WSASetEvent(events[2]);
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_TIMEOUT), events.WaitAll());
  WSASetEvent(events[1]);
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_EVENT_0), events.WaitAll());
}

TEST_F(Wait, ForAllForgetsASignalThatWasResetMeanwhile) {
  const EventArray events(2);
  WSASetEvent(events[0]);
  WSAResetEvent(events[0]);
  WSASetEvent(events[1]);
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_TIMEOUT), events.WaitAll());
}

TEST_F(Wait, ForAllConsumesNothingBeforeItIsSatisfied) {
  const OwnedEvent set = AutoResetEvent();
  const OwnedEvent unset = AutoResetEvent();
  SetEvent(set.get());
  const WSAEVENT both[] = {set.get(), unset.get()};
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_TIMEOUT),
            WSAWaitForMultipleEvents(2, both, TRUE, 10, FALSE));
  EXPECT_TRUE(set.IsSignalled());
}

TEST_F(Wait, ForAllConsumesEveryAutoResetEvent) {
  const OwnedEvent first = AutoResetEvent();
  const OwnedEvent second = AutoResetEvent();
  SetEvent(first.get());
  SetEvent(second.get());
  const WSAEVENT both[] = {first.get(), second.get()};
  EXPECT_NE(static_cast<DWORD>(WSA_WAIT_TIMEOUT),
            WSAWaitForMultipleEvents(2, both, TRUE, 0, FALSE));
  EXPECT_FALSE(first.IsSignalled());
  EXPECT_FALSE(second.IsSignalled());
}

// Rule W6.
TEST_F(Wait, WithTimeOutZeroTestsAndReturns) {
  const EventArray events(1);
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_TIMEOUT), events.WaitAny(0));
}

// Also rule R11.
TEST_F(Wait, EndsWithATimeOutWhenNothingHappens) {
  const EventArray events(2);
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_TIMEOUT), events.WaitAny(20));
}

TEST_F(Wait, WithoutTimeOutReturnsAtOnceIfAnEventIsSignalled) {
  const EventArray events(2);
  WSASetEvent(events[1]);
  EXPECT_EQ(1U, events.WaitAny(WSA_INFINITE));
}

TEST_F(Wait, ResultsHaveTheNumbersOfWindows) {
  EXPECT_EQ(0, static_cast<int>(WSA_WAIT_EVENT_0));
  EXPECT_EQ(258, static_cast<int>(WSA_WAIT_TIMEOUT));
  EXPECT_EQ(192, static_cast<int>(WSA_WAIT_IO_COMPLETION));
  EXPECT_EQ(0xFFFFFFFFU, WSA_INFINITE);
  EXPECT_EQ(87, WSA_INVALID_PARAMETER);
}

// Rule W7, its first half: what an earlier signalled handle would change is not specified.
TEST_F(Wait, FailsIfAnyHandleIsClosed) {
  const EventArray events(2);
  const WSAEVENT closed = WSACreateEvent();
  WSACloseEvent(closed);
  const WSAEVENT mixed[] = {events[0], closed, events[1]};
  EXPECT_EQ(WSA_WAIT_FAILED, WSAWaitForMultipleEvents(3, mixed, FALSE, 0, FALSE));
  EXPECT_EQ(WSA_INVALID_HANDLE, WSAGetLastError());
}

TEST_F(Wait, FailsIfAHandleIsNull) {
  const WSAEVENT none = WSA_INVALID_EVENT;
  EXPECT_EQ(WSA_WAIT_FAILED, WSAWaitForMultipleEvents(1, &none, FALSE, 0, FALSE));
  EXPECT_EQ(WSA_INVALID_HANDLE, WSAGetLastError());
}

// Rule W8. Whether a queued call comes before an event that is signalled already is not specified.
void CALLBACK CountCall(ULONG_PTR counter) {
  ++*reinterpret_cast<int*>(counter);
}

void CALLBACK SignalEvent(ULONG_PTR event) {
  SetEvent(reinterpret_cast<HANDLE>(event));
}

DWORD WaitAlertably(const OwnedEvent& event, DWORD timeout) {
  const WSAEVENT handle = event.get();
  return WSAWaitForMultipleEvents(1, &handle, FALSE, timeout, TRUE);
}

TEST_F(Wait, QueuedCallDoesNotRunInAnOrdinaryWait) {
  int calls = 0;
  const OwnedEvent event;
  ASSERT_NE(0U, QueueUserAPC(&CountCall, GetCurrentThread(), reinterpret_cast<ULONG_PTR>(&calls)));
  EXPECT_FALSE(event.Wait(10));
  EXPECT_EQ(0, calls);
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_IO_COMPLETION), WaitAlertably(event, kPatience));
}

TEST_F(Wait, QueuedCallRunsOnceInAnAlertableWaitAndEndsIt) {
  int calls = 0;
  const OwnedEvent event;
  ASSERT_NE(0U, QueueUserAPC(&CountCall, GetCurrentThread(), reinterpret_cast<ULONG_PTR>(&calls)));
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_IO_COMPLETION), WaitAlertably(event, WSA_INFINITE));
  EXPECT_EQ(1, calls);
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_TIMEOUT), WaitAlertably(event, 10));
  EXPECT_EQ(1, calls);
}

TEST_F(Wait, QueuedCallConsumesNoEventSoTheWaitIsRepeated) {
  const OwnedEvent event = AutoResetEvent();
  ASSERT_NE(
      0U, QueueUserAPC(&SignalEvent, GetCurrentThread(), reinterpret_cast<ULONG_PTR>(event.get())));
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_IO_COMPLETION), WaitAlertably(event, kPatience));
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_EVENT_0), WaitAlertably(event, kPatience));
}

TEST_F(Wait, AlertableWithoutQueuedCallsIsAnOrdinaryWait) {
  const OwnedEvent event;
  const WSAEVENT handle = event.get();
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_TIMEOUT),
            WSAWaitForMultipleEvents(1, &handle, FALSE, 10, TRUE));
  WSASetEvent(handle);
  EXPECT_EQ(static_cast<DWORD>(WSA_WAIT_EVENT_0),
            WSAWaitForMultipleEvents(1, &handle, FALSE, 10, TRUE));
}

// Rule W9.
TEST_F(Wait, TakesAutoResetEventsAsWell) {
  const OwnedEvent event = AutoResetEvent();
  const SelectedPair pair(FD_WRITE);
  Select(pair.subject.get(), event, FD_READ);
  SendText(pair.peer.get(), "hello");
  EXPECT_TRUE(event.Wait());
  // The wait has cleared the signal, so the record can be fetched without the event.
  EXPECT_EQ(FD_READ, Enumerate(pair.subject.get(), nullptr).events);
  EXPECT_FALSE(event.IsSignalled());
}

}  // namespace
}  // namespace l02_test
