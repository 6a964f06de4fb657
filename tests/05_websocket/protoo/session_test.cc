// Two threads and a queue (rule R39): everything arrives on the application's thread, and the end
// is clean from every state. TSan runs these too.
#include "05_websocket/protoo/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "05_websocket/loopback/server.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/support/patience.h"
#include "tests/support/wait.h"

namespace {

using l05::Json;
using l05::ProtooResult;
using l05::ProtooSession;
using End = ProtooResult::End;
using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ws_test::CloseText;
using ws_test::Conversation;
using ws_test::ScriptedServer;

bool Until(ProtooSession& session, const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + test_support::kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    session.WaitForEvent(milliseconds(10));
    session.Process();
  }
  return true;
}

void Start(ProtooSession& session) {
  std::string error;
  ASSERT_TRUE(session.Start(&error)) << error;
}

// A session with the facts that most tests ask for.
struct Application {
  explicit Application(const std::string& url, l04::BackendKind backend = l04::DefaultBackend())
      : session(url, {}, ProtooSession::kDefaultMaxEvents, backend) {
    slots.push_back(session.SignalOpen.connect([this](auto*) { open = true; }));
    slots.push_back(
        session.SignalClose.connect([this](auto*, const l05::CloseInfo& info) { closed = info; }));
    Start(session);
  }
  ProtooResult Ask(const std::string& method) {
    std::optional<ProtooResult> answer;
    session.Request(method, Json::object(), [&](const ProtooResult& r) { answer = r; });
    EXPECT_TRUE(Until(session, [&] { return answer.has_value(); }));
    return answer.value_or(ProtooResult());
  }

  ProtooSession session;
  bool open = false;
  std::optional<l05::CloseInfo> closed;
  std::vector<l04::Connection> slots;
};

class Session : public ::testing::TestWithParam<l04::BackendKind> {};
INSTANTIATE_TEST_SUITE_P(Backends, Session, ::testing::ValuesIn(l04::AvailableBackends()),
                         [](const auto& tested) { return l04::ToString(tested.param); });

TEST_P(Session, AsksAndIsAnsweredOnTheApplicationsThread) {
  l05::LoopbackServer server(l01::Endpoint::Loopback(), GetParam());
  Application application(server.Url(), GetParam());
  ASSERT_TRUE(Until(application.session, [&] { return application.open; }));
  std::optional<std::thread::id> answered_on;
  application.session.Request("getRouterRtpCapabilities", Json::object(),
                              [&](const ProtooResult& result) {
                                EXPECT_TRUE(result.ok());
                                answered_on = std::this_thread::get_id();
                              });
  ASSERT_TRUE(Until(application.session, [&] { return answered_on.has_value(); }));
  EXPECT_EQ(*answered_on, std::this_thread::get_id());
  application.session.Stop();
  application.session.Process();
  ASSERT_TRUE(application.closed);
  EXPECT_TRUE(application.closed->clean);
  EXPECT_EQ(application.closed->code, 1000);
}

// Defect B45: nothing happens on the application's side before it calls Process().
TEST(ProtooSessionTest, RunsNoHandlerOutsideProcess) {
  l05::LoopbackServer server;
  Application application(server.Url());
  ASSERT_TRUE(application.session.WaitForEvent(test_support::kPatience));
  EXPECT_FALSE(application.open);
  EXPECT_GE(application.session.Process(), 1U);
  EXPECT_TRUE(application.open);
}

TEST(ProtooSessionTest, HandlesServerRequestsAndNotifications) {
  l05::LoopbackServer server;
  Application application(server.Url());
  std::string noted;
  auto on_note = application.session.SignalNotification.connect(
      [&](auto*, const l05::ProtooNotification& note) { noted = note.method; });
  auto on_request = application.session.SignalRequest.connect(
      [&](ProtooSession* session, const l05::ProtooRequest& request) {
        session->Accept(request, {{"from", "application"}});
      });
  ASSERT_TRUE(Until(application.session, [&] { return application.open; }));
  EXPECT_EQ(application.Ask("askMe").data["youSaid"]["from"], "application");
  EXPECT_TRUE(application.Ask("notifyMe").ok());
  EXPECT_EQ(noted, "peerJoined");
}

TEST(ProtooSessionTest, AnswersARequestBeforeTheConnectionIsOpenWithFailure) {
  ScriptedServer server([](Conversation& client) { client.ReadToEnd(); });
  Application application(server.Url());
  EXPECT_EQ(application.Ask("early").end, End::kClosed);
}

TEST(ProtooSessionTest, AnswersARequestAfterStopWithFailure) {
  l05::LoopbackServer server;
  Application application(server.Url());
  ASSERT_TRUE(Until(application.session, [&] { return application.open; }));
  application.session.Stop();
  EXPECT_EQ(application.Ask("late").end, End::kClosed);
}

TEST(ProtooSessionTest, AnswersEveryPendingRequestWhenItStops) {
  l05::LoopbackServer server;
  Application application(server.Url());
  ASSERT_TRUE(Until(application.session, [&] { return application.open; }));
  int failed = 0;
  for (int i = 0; i < 100; ++i) {
    application.session.Request("never", Json::object(), [&failed](const ProtooResult& result) {
      failed += result.end == End::kClosed ? 1 : 0;
    });
  }
  application.session.Stop();
  application.session.Process();
  EXPECT_EQ(failed, 100);
}

// Defect B5: starting twice.
TEST(ProtooSessionTest, StartsOnce) {
  l05::LoopbackServer server;
  Application application(server.Url());
  std::string error;
  EXPECT_FALSE(application.session.Start(&error));
  EXPECT_THAT(error, HasSubstr("before"));
}

TEST(ProtooSessionTest, RefusesABadAddress) {
  ProtooSession session("http://127.0.0.1/");
  std::string error;
  EXPECT_FALSE(session.Start(&error));
  EXPECT_THAT(error, HasSubstr("ws://"));
}

// Defects B3 and B4: the article cannot be stopped at all.
TEST(ProtooSessionTest, StopsTwiceAndWithoutStart) {
  l05::LoopbackServer server;
  Application application(server.Url());
  application.session.Stop();
  application.session.Stop();
  ProtooSession never_started(server.Url());
  never_started.Stop();
}

TEST(ProtooSessionTest, StopsWhileItConnects) {
  for (int round = 0; round < 10; ++round) {
    l05::LoopbackServer server;
    ProtooSession session(server.Url());
    Start(session);
    if (round % 2 == 0) session.Stop();
  }
}

TEST(ProtooSessionTest, StopsDuringTheHandshake) {
  ScriptedServer server([](Conversation& client) { client.ReadToEnd(); });
  ProtooSession session(server.Url());
  Start(session);
}

TEST(ProtooSessionTest, StopsWhileTheServerCloses) {
  for (int round = 0; round < 10; ++round) {
    ScriptedServer server([](Conversation& client) {
      client.Handshake();
      client.SendFrame(0x88, CloseText(4000));
      client.ReadFrames();
    });
    Application application(server.Url());
    if (round % 2 == 0) Until(application.session, [&] { return application.open; });
  }
}

TEST(ProtooSessionTest, StopsAfterTheServerHasGone) {
  auto server = std::make_unique<l05::LoopbackServer>();
  Application application(server->Url());
  ASSERT_TRUE(Until(application.session, [&] { return application.open; }));
  server.reset();
  ASSERT_TRUE(Until(application.session, [&] { return application.closed.has_value(); }));
  EXPECT_EQ(application.closed->code, 1006);
  application.session.Stop();
}

TEST(ProtooSessionTest, StopsWhenTheServerDoesNotAnswerItsCloseFrame) {
  ScriptedServer server([](Conversation& client) {
    client.Handshake();
    client.ReadToEnd();
  });
  l05::ClientOptions options;
  options.deadlines.close = milliseconds(30);
  ProtooSession session(server.Url(), options);
  bool open = false;
  const auto slot = session.SignalOpen.connect([&open](auto*) { open = true; });
  Start(session);
  ASSERT_TRUE(Until(session, [&] { return open; }));
  session.Stop();
}

// Rule R39: the queue is bounded; while the application is busy the network thread stops reading.
TEST(ProtooSessionTest, StopsReadingWhileTheApplicationIsBusy) {
  constexpr std::size_t kMaxEvents = 16;
  constexpr int kNotes =
      10'000;  // of 10 kB: a few large ones cost a sanitizer less than many small
  std::atomic<int> sent{0};
  ScriptedServer server([&sent](Conversation& client) {
    client.Handshake();
    const std::string note = R"({"notification":true,"method":"note","data":{"text":")" +
                             std::string(10'000, 'x') + R"("}})";
    for (; sent < kNotes; ++sent) client.SendFrame(0x81, note);
    client.ReadToEnd();
  });
  l05::ClientOptions options;
  options.deadlines.close = milliseconds(30);  // this server does not answer a Close frame
  ProtooSession session(server.Url(), options, kMaxEvents);
  int notes = 0;
  bool open = false;
  const auto on_open = session.SignalOpen.connect([&open](auto*) { open = true; });
  const auto on_note = session.SignalNotification.connect(
      [&notes](auto*, const l05::ProtooNotification&) { ++notes; });
  Start(session);
  // Nobody processes events: the server comes to a stop, long before it has sent everything.
  ASSERT_TRUE(test_support::WaitUntil([&] { return sent > 0; }));
  ASSERT_TRUE(test_support::WaitUntilItStandsStill([&] { return sent.load(); }));
  EXPECT_LT(sent, kNotes);
  std::size_t most = 0;
  while (notes < 200) {
    ASSERT_TRUE(session.WaitForEvent(test_support::kPatience));
    most = std::max(most, session.Process());
  }
  EXPECT_LE(most, kMaxEvents);
  EXPECT_LT(sent, kNotes) << "100 MB are more than all buffers hold: the server had to wait";
}

TEST(ProtooSessionTest, SurvivesManyRequestsWithManyAnswersWaiting) {
  l05::LoopbackServer server;
  ProtooSession session(server.Url(), {}, /*max_events=*/8);
  bool open = false;
  const auto slot = session.SignalOpen.connect([&open](auto*) { open = true; });
  Start(session);
  ASSERT_TRUE(Until(session, [&] { return open; }));
  int answers = 0;
  for (int i = 0; i < 500; ++i) {
    session.Request("notifyMe", Json::object(), [&answers](const ProtooResult& result) {
      EXPECT_TRUE(result.ok());
      ++answers;
    });
  }
  EXPECT_TRUE(Until(session, [&] { return answers == 500; }));
}

}  // namespace
