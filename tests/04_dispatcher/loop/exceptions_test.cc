// Whatever throws, wherever: the next Wait goes on at once, and nothing is lost or runs twice.
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/04_dispatcher/support/support.h"

namespace l04 {
namespace {

constexpr int kForever = PhysicalSocketServer::kForever;

// Every Wait is without a limit: what stalls hangs the test instead of passing by luck.
class ExceptionTest : public LoopTest {
 protected:
  void WaitThrows() { EXPECT_THROW(loop_.Wait(kForever, true), std::runtime_error); }
};

[[noreturn]] void Throw() {
  throw std::runtime_error("handler");
}

TEST_P(ExceptionTest, TheTaskBehindOneThatThrowsRuns) {
  std::string ran;
  loop_.Post([&] { ran += 'a', Throw(); });
  loop_.Post([&] { ran += 'b', Throw(); });
  loop_.Post([&] { ran += 'c', loop_.WakeUp(); });
  WaitThrows();
  WaitThrows();
  EXPECT_TRUE(loop_.Wait(kForever, true));
  EXPECT_EQ(ran, "abc");
}

TEST_P(ExceptionTest, TheTaskBehindOneThatThrowsRunsAlsoWhileSocketsMustWait) {
  bool ran = false;
  loop_.Post([] { Throw(); });
  loop_.Post([&] { ran = true, loop_.WakeUp(); });
  EXPECT_THROW(loop_.Wait(kForever, false), std::runtime_error);
  EXPECT_TRUE(loop_.Wait(kForever, false));
  EXPECT_TRUE(ran);
}

TEST_P(ExceptionTest, TheTimerBehindOneThatThrowsRuns) {
  int ran = 0;
  const Timer first = loop_.CallAfter(std::chrono::milliseconds(0), [&] { ++ran, Throw(); });
  const Timer second =
      loop_.CallAfter(std::chrono::milliseconds(0), [&] { ++ran, loop_.WakeUp(); });
  WaitThrows();
  EXPECT_TRUE(loop_.Wait(kForever, true));
  EXPECT_EQ(ran, 2);
}

TEST_P(ExceptionTest, TheEventsOfOtherSocketsAreHandled) {
  auto first = MakePair(), second = MakePair();
  int reads = 0;
  const auto throws_once = [&](AsyncSocket* socket) {
    char room[8];
    socket->Recv(room, sizeof room);
    if (++reads == 1) Throw();
    loop_.WakeUp();
  };
  const Connection a = first.second->SignalReadEvent.connect(throws_once);
  const Connection b = second.second->SignalReadEvent.connect(throws_once);
  first.first->Send("x", 1);
  second.first->Send("x", 1);
  WaitThrows();
  EXPECT_TRUE(loop_.Wait(kForever, true));
  EXPECT_EQ(reads, 2);
}

// Both sockets have been told that they can be written to by the loop, not by the system.
TEST_P(ExceptionTest, WhatOtherSocketsKnowThemselvesIsTold) {
  const auto listener = MakeListener();
  const auto c1 = Make(), c2 = Make();
  c1->Connect(listener->GetLocalAddress());
  c2->Connect(listener->GetLocalAddress());
  std::unique_ptr<AsyncSocket> a, b;
  ASSERT_TRUE(Pump([&] {
    if (!a) a = listener->Accept(nullptr);
    if (a && !b) b = listener->Accept(nullptr);
    return b != nullptr;
  }));
  int writes = 0;
  const auto throws_once = [&](AsyncSocket*) {
    if (++writes == 1) Throw();
    loop_.WakeUp();
  };
  const Connection on_a = a->SignalWriteEvent.connect(throws_once);
  const Connection on_b = b->SignalWriteEvent.connect(throws_once);
  WaitThrows();
  EXPECT_TRUE(loop_.Wait(kForever, true));
  EXPECT_EQ(writes, 2);
}

// One report with several events: WSAEventSelect tells each of them once.
TEST_P(ExceptionTest, TheOtherEventsOfTheSameReportAreTold) {
  for (const std::string thrower : {"connect", "write", "read", "end"}) {
    SCOPED_TRACE(thrower);
    const auto listener = MakeListener();
    const auto client = Make();
    std::string heard;
    const auto on = [&](const std::string& name) {
      heard += name + " ";
      if (name == "close") loop_.WakeUp();
      if (name == thrower) Throw();
    };
    const Connection slots[] = {
        client->SignalConnectEvent.connect([&](AsyncSocket*) { on("connect"); }),
        client->SignalWriteEvent.connect([&](AsyncSocket*) { on("write"); }),
        client->SignalReadEvent.connect([&](AsyncSocket* socket) {
          char room[8];
          if (socket->Recv(room, sizeof room) > 0) on("read");
        }),
        client->SignalEndOfStreamEvent.connect([&](AsyncSocket* socket) {
          socket->ShutdownSend();
          on("end");
        }),
        client->SignalCloseEvent.connect([&](AsyncSocket*, int) { on("close"); })};
    ASSERT_EQ(client->Connect(listener->GetLocalAddress()), 0);
    std::unique_ptr<AsyncSocket> server;
    while (!(server = listener->Accept(nullptr))) {
    }
    server->Send("data", 4);
    server->ShutdownSend();
    WaitThrows();
    EXPECT_TRUE(loop_.Wait(kForever, true));
    EXPECT_EQ(heard, "connect write read end close ");
  }
}

TEST_P(ExceptionTest, AWakeUpOfTheHandlerThatThrowsIsNotLost) {
  loop_.Post([&] { loop_.WakeUp(), Throw(); });
  WaitThrows();
  EXPECT_TRUE(loop_.Wait(kForever, true));
}

INSTANTIATE_IN_ALL_WORLDS(ExceptionTest);

// What dies with a task or a timer is foreign code, too.
class DyingTest : public LoopTest {
 protected:
  // What is posted by something that dies may itself post when it dies.
  struct Echo {
    explicit Echo(PhysicalSocketServer& server) : loop(server) {}
    ~Echo() {
      loop.Post([] {});
    }
    PhysicalSocketServer& loop;
  };
  // "Tell the owner that I am gone", in every way there is.
  struct Guard {
    explicit Guard(PhysicalSocketServer& server) : loop(server) {}
    ~Guard() {
      for (int i = 0; i < 8; ++i) loop.Post([last = std::make_shared<Echo>(loop)] {});
      Timer timer = loop.CallAfter(std::chrono::milliseconds(0), [] {});
      timer.Cancel();
      other.Cancel();
      loop.WakeUp();
    }
    PhysicalSocketServer& loop;
    Timer other;  // of somebody else
  };
};

TEST_P(DyingTest, ATaskThatHasRunMayPostScheduleAndCancelWhenItDies) {
  bool ran = false;
  auto guard = std::make_shared<Guard>(loop_);
  guard->other = loop_.CallAfter(std::chrono::hours(1), [] {});
  loop_.Post([&ran, guard] { ran = true; });
  guard.reset();
  EXPECT_TRUE(loop_.Wait(kForever, true));
  EXPECT_TRUE(ran);
}

TEST_P(DyingTest, TheLoopMayDieWithTasksAndTimersWhoseDeathPostsAndSchedules) {
  auto loop = std::make_unique<PhysicalSocketServer>(GetParam().make());
  int alive = 0;
  struct Counted : Guard {
    Counted(PhysicalSocketServer& server, int& number) : Guard(server), count(number) { ++count; }
    ~Counted() { --count; }
    int& count;
  };
  std::vector<Timer> timers;
  for (int i = 0; i < 4; ++i) {
    auto task = std::make_shared<Counted>(*loop, alive);
    task->other = loop->CallAfter(std::chrono::hours(1), [] {});
    loop->Post([task] { FAIL() << "the program is leaving"; });
    auto timer = std::make_shared<Counted>(*loop, alive);
    timers.push_back(loop->CallAfter(std::chrono::hours(1), [timer] {}));
  }
  EXPECT_EQ(alive, 8);
  loop.reset();
  EXPECT_EQ(alive, 0);
}

TEST_P(DyingTest, ASlotThatDiesMayCloseAndDestroySockets) {
  auto [client, server] = MakePair();
  auto doomed = std::make_shared<std::unique_ptr<AsyncSocket>>(Make());
  struct Closer {
    std::shared_ptr<std::unique_ptr<AsyncSocket>> socket;
    PhysicalSocketServer* loop;
    ~Closer() {
      socket->reset();
      loop->Post([] {});
    }
  };
  auto closer = std::make_shared<Closer>(Closer{doomed, &loop_});
  Connection connection = server->SignalReadEvent.connect([closer, &connection](AsyncSocket* s) {
    char room[8];
    s->Recv(room, sizeof room);
    connection.disconnect();
  });
  closer.reset();
  client->Send("x", 1);
  EXPECT_TRUE(Pump([&] { return *doomed == nullptr; }));
}

INSTANTIATE_IN_ALL_WORLDS(DyingTest);

}  // namespace
}  // namespace l04
