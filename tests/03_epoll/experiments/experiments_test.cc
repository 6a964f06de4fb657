// The experiments of the demo, and what each of them must show.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/epoll.h>

#include <cerrno>

#include "03_epoll/experiments/hang_ups.h"
#include "03_epoll/experiments/herd.h"
#include "03_epoll/experiments/registration_traps.h"
#include "03_epoll/experiments/triggers.h"
#include "03_epoll/experiments/waveform.h"

namespace l03 {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::StartsWith;

constexpr std::uint32_t kRead = EPOLLIN | EPOLLRDHUP;

TEST(FiveByteBuffer, MeetsTenBytesTwiceByLevelAndOnceByEdge) {
  EXPECT_EQ(CountReports(0), 2);
  EXPECT_EQ(CountReports(EPOLLET), 1);
  EXPECT_EQ(CountReports(EPOLLONESHOT), 1);
}

TEST(Workers, AreBothToldAboutOneSocketUnlessItIsOneShot) {
  EXPECT_EQ(CountWorkersTold(0), 2);
  EXPECT_EQ(CountWorkersTold(EPOLLET), 2);
  EXPECT_EQ(CountWorkersTold(EPOLLONESHOT), 1);
}

TEST(Writable, IsALevelAsLongAsThereIsRoom) {
  const WritableReports seen = CountWritableReports(0);
  EXPECT_EQ(seen.after_registering, 2);
  EXPECT_EQ(seen.after_sends, 2);
  EXPECT_EQ(seen.while_full, 0);
  EXPECT_EQ(seen.after_room_is_made, 2);
}

TEST(Writable, IsAnEdgeAtTheStartAndAfterWouldBlockButNotAfterASend) {
  const WritableReports seen = CountWritableReports(EPOLLET);
  EXPECT_EQ(seen.after_registering, 1);
  EXPECT_EQ(seen.after_sends, 0);
  EXPECT_EQ(seen.while_full, 0);
  EXPECT_EQ(seen.after_room_is_made, 1);
}

TEST(Waveform, OfTheLevelFollowsTheBytes) {
  for (const WaveformSample& sample : RecordWaveform()) {
    EXPECT_EQ(sample.level, sample.waiting > 0) << sample.action;
  }
}

TEST(Waveform, OfTheEdgeIsAPulsePerArrivalAndOneForModify) {
  std::vector<std::string> pulses;
  for (const WaveformSample& sample : RecordWaveform()) {
    if (sample.edge) pulses.push_back(sample.action);
  }
  EXPECT_THAT(pulses, ElementsAre("+10", "+5", "modify", "+5"));
}

TEST(Waveform, OfTheOneShotIsAPulsePerArming) {
  std::vector<std::string> pulses;
  for (const WaveformSample& sample : RecordWaveform()) {
    if (sample.one_shot) pulses.push_back(sample.action);
  }
  EXPECT_THAT(pulses, ElementsAre("+10", "modify"));
}

TEST(Waveform, IsDrawnWithOneColumnPerAction) {
  const std::vector<WaveformSample> samples = {{"add", 0, false, false, false},
                                               {"+10", 10, true, true, false}};
  EXPECT_THAT(
      DrawWaveform(samples),
      ElementsAre(StartsWith("what happens     add      +10"),
                  StartsWith("bytes waiting    0        10"), "level-triggered  ▁▁▁▁▁▁▁▁▁█████████",
                  "edge-triggered   ▁▁▁▁▁▁▁▁▁█▁▁▁▁▁▁▁▁", "one-shot         ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁"));
}

TEST(HangUp, OfOneDirectionIsRdhup) {
  EXPECT_EQ(EventsAfter(EndOfConnection::kPeerShutsDown, kRead), kRead);
}

TEST(HangUp, OfOneDirectionIsOnlyReadableForWhoDoesNotAskForRdhup) {
  EXPECT_EQ(EventsAfter(EndOfConnection::kPeerShutsDown, EPOLLIN), EPOLLIN + 0U);
}

TEST(HangUp, OfBothDirectionsIsHupToo) {
  EXPECT_EQ(EventsAfter(EndOfConnection::kBothShutDown, kRead), kRead | EPOLLHUP);
}

TEST(HangUp, ByResetIsErrToo) {
  EXPECT_EQ(EventsAfter(EndOfConnection::kPeerResets, kRead), kRead | EPOLLHUP | EPOLLERR);
}

TEST(HangUp, OfAConnectThatFailsIsErrAndWritable) {
  const std::uint32_t events = EventsAfter(EndOfConnection::kConnectFails, EPOLLOUT);
  EXPECT_EQ(events, EPOLLOUT | EPOLLHUP | EPOLLERR);
  EXPECT_EQ(EventsAfter(EndOfConnection::kConnectFails, kRead), kRead | EPOLLHUP | EPOLLERR);
}

TEST(HangUp, CannotBeSwitchedOff) {
  EXPECT_EQ(EventsAfter(EndOfConnection::kPeerResets, 0), EPOLLHUP | EPOLLERR);
}

TEST(HangUp, OfASocketThatNeverConnectedMakesALoopSpin) {
  EXPECT_EQ(CountReportsOfAFreshSocket(500), 500);
}

TEST(RegistrationTrap, RemovingAfterCloseFailsOrHitsAStranger) {
  const RemoveAfterCloseResult seen = RemoveAfterClose();
  EXPECT_EQ(seen.error, EBADF);
  EXPECT_TRUE(seen.removed_stranger);
}

TEST(RegistrationTrap, ClosedDuplicateIsReportedAndCannotBeRemoved) {
  const DuplicateResult seen = CloseADuplicated();
  EXPECT_EQ(seen.reports, 3);
  EXPECT_EQ(seen.remove_error, EBADF);
}

TEST(RegistrationTrap, StaleEventFindsTheNewcomerByNumberAndNobodyByKey) {
  const StaleEventResult seen = UseAStaleEvent();
  EXPECT_TRUE(seen.descriptor_misled);
  EXPECT_FALSE(seen.key_misled);
}

TEST(Herd, OfLoopsOnOneListenerWakesUpForOneClient) {
  EXPECT_EQ(CountWoken(4, false), 4);
}

TEST(Herd, SleepsOnWithExclusive) {
  const int woken = CountWoken(4, true);  // "one or more", says man 2 epoll_ctl
  EXPECT_GE(woken, 1);
  EXPECT_LT(woken, 4);
}

}  // namespace
}  // namespace l03
