// Every belief is tried in each world, and the verdict must be what is seen.
#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include "02_wsaeventselect/experiments/edge.h"
#include "02_wsaeventselect/experiments/experiment.h"
#include "support/command_line.h"
#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

using l02::Verdict;

/// What must be seen in an experiment. It is written down here once more, so that nobody can make
/// an experiment pass by asking it for less.
struct Finding {
  std::string_view name;  // of the experiment
  Verdict verdict;        // what becomes of the belief
  const char* what;       // a line of the observation
  const char* seen;       // what it says
};

constexpr Finding kFindings[] = {
    {"wait-checks-a-queue", Verdict::kHalfTrue, "and yet the record holds", "FD_READ"},
    {"events-come-from-a-queue", Verdict::kHalfTrue, "in how many records", "1"},
    {"fd-write-only-once", Verdict::kHalfTrue, "after the three sends", "nothing"},
    {"fd-write-only-once", Verdict::kHalfTrue, "after the peer has read", "FD_WRITE"},
    {"fd-write-at-any-time", Verdict::kFalse, "after the peer has read", "nothing"},
    {"small-sends-get-one-fd-write", Verdict::kTrue, "FD_WRITE reports", "1"},
    {"only-first-write-may-be-large", Verdict::kFalse, "bytes taken of 65536", "65536"},
    {"fd-write-is-unlike-other-events", Verdict::kHalfTrue, "FD_WRITE after draining", "1"},
    {"fd-write-is-unlike-other-events", Verdict::kHalfTrue, "after the first recv", "FD_READ"},
    {"winsock2-before-windows", Verdict::kTrue, "the old winsock.h stays out", "yes"},
    {"waiting-uses-no-cpu", Verdict::kTrue, "waits of 100 that returned at once", "100"},
    {"no-cpu-is-why-it-beats-blocking", Verdict::kFalse, "threads that they occupied", "8"},
    {"non-blocking-saves-the-wait", Verdict::kHalfTrue, "calls that return with WSAEWOULDBLOCK",
     "1000"},
    {"more-than-64-sockets", Verdict::kTrue, "clients that one thread hears", "100"},
    {"events-mask-each-other", Verdict::kFalse, "one record", "FD_READ|FD_WRITE"},
    {"else-if-loses-events", Verdict::kFalse, "served by `if (FD_READ) ...; if (FD_WRITE) ...`",
     "FD_READ|FD_WRITE"},
    {"else-if-loses-events", Verdict::kFalse, "served by `if (FD_READ) ... else if (FD_WRITE) ...`",
     "FD_READ"},
    {"else-if-loses-events", Verdict::kFalse, "served by `if (FD_WRITE) ... else if (FD_READ) ...`",
     "FD_WRITE"},
    {"fd-write-at-connection-start", Verdict::kTrue, "reported on the session", "FD_WRITE"},
    {"accept-then-fd-write", Verdict::kTrue, "first, on the listener", "FD_ACCEPT"},
    {"accept-then-fd-write", Verdict::kTrue, "then, on the session", "FD_WRITE"},
    {"client-sends-first", Verdict::kTrue, "and then", "FD_READ"},
    {"fd-write-is-for-bulk-at-start", Verdict::kHalfTrue, "bytes that arrived later", "25165824"},
    {"full-buffer-fires-continuously", Verdict::kHalfTrue, "FD_WRITE = 1 + WSAEWOULDBLOCK", "yes"},
    {"short-send-promises-fd-write", Verdict::kDangerous, nullptr, nullptr},
    {"sending-needs-no-event", Verdict::kTrue, "messages taken", "100"},
    {"just-call-send", Verdict::kDangerous, "some frames are lost or cut", "yes"},
    {"just-call-send", Verdict::kDangerous, "frames that arrived intact through the queue",
     "10000"},
};

const l02::Experiment& Named(std::string_view name) {
  const auto& all = l02::Experiments();
  const auto found = std::find_if(all.begin(), all.end(), [&](const l02::Experiment& experiment) {
    return experiment.name == name;
  });
  EXPECT_NE(found, all.end()) << name;
  return found == all.end() ? all.front() : *found;
}

void ExpectSupported(const l02::Observation& observation) {
  EXPECT_TRUE(observation.supports_verdict());
  for (const auto& line : observation.lines()) {
    if (line.kind != l02::Observation::Kind::kSaw) continue;
    EXPECT_EQ(line.needed, line.seen) << line.what;
  }
}

class Belief : public WinsockTest, public testing::WithParamInterface<l02::Experiment> {};

TEST_P(Belief, GetsTheVerdictThatIsSeen) {
  const l02::Observation observation = GetParam().run();
  ExpectSupported(observation);
  int findings = 0;
  for (const Finding& finding : kFindings) {
    if (finding.name != GetParam().name) continue;
    ++findings;
    EXPECT_EQ(l02::VerdictName(finding.verdict), l02::VerdictName(GetParam().verdict));
    if (finding.what != nullptr) {
      EXPECT_EQ(finding.seen, observation.Seen(finding.what)) << finding.what;
    }
  }
  EXPECT_GT(findings, 0) << "the new experiment is not in the table above";
}

/// GoogleTest allows letters and digits only: fd-write becomes FdWrite.
std::string TestName(const testing::TestParamInfo<l02::Experiment>& info) {
  std::string name;
  bool upper = true;
  for (const char c : info.param.name) {
    if (c != '-') name += upper ? static_cast<char>(std::toupper(c)) : c;
    upper = c == '-';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Every, Belief, testing::ValuesIn(l02::Experiments()), TestName);

class ShortSend : public WinsockTest {};

TEST_F(ShortSend, StallsOrIsNeverSeenInEachProfileAndIsDangerousInAll) {
  ForEachProfile([](const l02::Profile& profile) {
    const l02::Observation seen = Named("short-send-promises-fd-write").run();
    ExpectSupported(seen);
    const bool may_be_short = profile.send_may_be_short;
    EXPECT_EQ(may_be_short ? "nothing" : "", seen.Seen("reported after the short send"));
    EXPECT_EQ(may_be_short ? "FD_WRITE" : "", seen.Seen("reported after WSAEWOULDBLOCK"));
    EXPECT_EQ(may_be_short ? "" : "16777216", seen.Seen("bytes taken of 16777216"));
  });
}

class JustCallSend : public WinsockTest {};

TEST_F(JustCallSend, LosesFramesAlsoWhereSendsAreNeverShort) {
  ForEachProfile([](const l02::Profile&) { ExpectSupported(Named("just-call-send").run()); });
}

class EdgeTriggeredEpoll : public WinsockTest {};

TEST_F(EdgeTriggeredEpoll, LivesTheLifeOfFdWriteExceptAfterAShortSend) {
  const std::optional<l02::EpolloutReports> reports = l02::WatchEpollout();
  if (!reports) GTEST_SKIP() << "there is no epoll on Windows";
  EXPECT_EQ(3, reports->level_in_three_looks);
  EXPECT_EQ(1, reports->edge_in_three_looks);
  EXPECT_EQ(0, reports->edge_after_small_sends);
  EXPECT_EQ(0, reports->edge_while_full);
  EXPECT_EQ(1, reports->edge_after_draining);
  EXPECT_EQ(1, reports->edge_after_short_send);
}

TEST(ExperimentList, HasOneUniqueKebabCaseNamePerBelief) {
  std::set<std::string_view> names;
  for (const l02::Experiment& experiment : l02::Experiments()) {
    EXPECT_TRUE(names.insert(experiment.name).second) << experiment.name;
    const bool kebab = std::all_of(experiment.name.begin(), experiment.name.end(), [](char c) {
      return c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
    EXPECT_TRUE(kebab) << experiment.name;
    EXPECT_FALSE(experiment.belief.empty() || experiment.why.empty()) << experiment.name;
  }
  EXPECT_GE(names.size(), 21U);
}

TEST(ExperimentList, PrintsOneLinePerExperimentWithNameAndBelief) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(0, l02::ListExperiments());
  std::istringstream printed(testing::internal::GetCapturedStdout());
  for (const l02::Experiment& experiment : l02::Experiments()) {
    std::string line;
    ASSERT_TRUE(std::getline(printed, line));
    EXPECT_EQ(0U, line.find(experiment.name)) << line;
    EXPECT_NE(std::string::npos, line.find(experiment.belief)) << line;
  }
  std::string rest;
  EXPECT_FALSE(std::getline(printed, rest)) << rest;
}

class RunExperiment : public WinsockTest {};

TEST_F(RunExperiment, PrintsBeliefStepsObservationAndVerdict) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(0, l02::RunExperiment("client-sends-first"));
  const std::string printed = testing::internal::GetCapturedStdout();
  EXPECT_NE(std::string::npos, printed.find("Belief: \"After the client's send")) << printed;
  EXPECT_NE(std::string::npos, printed.find("1. The client connects and sends")) << printed;
  EXPECT_NE(std::string::npos, printed.find("the late server sees: FD_READ|FD_WRITE")) << printed;
  EXPECT_NE(std::string::npos, printed.find("Verdict: true. ")) << printed;
}

TEST_F(RunExperiment, RefusesAnUnknownName) {
  EXPECT_THROW(l02::RunExperiment("no-such-experiment"), support::UsageError);
}

TEST(Observation, SupportsNoVerdictIfOneThingDoesNotFit) {
  l02::Observation observation;
  observation.Record("one look", FD_READ, FD_READ);
  EXPECT_TRUE(observation.supports_verdict());
  observation.Record("another look", 0, FD_WRITE);
  EXPECT_FALSE(observation.supports_verdict());
  EXPECT_EQ("nothing", observation.Seen("another look"));
}

TEST(Observation, SupportsNoVerdictIfNothingWasLookedAt) {
  l02::Observation observation;
  observation.Do("nothing at all");
  observation.Here("1");
  observation.Note("an explanation");
  EXPECT_FALSE(observation.supports_verdict());
}

}  // namespace
}  // namespace l02_test
