// What a slot may do to the signal that is calling it. The original sigslot failed several of
// these.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "04_dispatcher/signal/signal.h"

namespace l04 {
namespace {

class Reentrancy : public testing::Test {
 protected:
  Connection Note(char name) {
    return signal_->connect([this, name] { calls_ += name; });
  }
  std::string Fire() {
    calls_.clear();
    (*signal_)();
    return calls_;
  }

  std::unique_ptr<Signal<>> signal_ = std::make_unique<Signal<>>();
  std::string calls_;
};

TEST_F(Reentrancy, ASlotMayDisconnectItselfAndTheRestIsCalled) {
  Connection self;
  self = signal_->connect([&] {
    calls_ += 'a';
    self.disconnect();
  });
  const Connection b = Note('b');
  EXPECT_EQ(Fire(), "ab");
  EXPECT_EQ(Fire(), "b");
}

TEST_F(Reentrancy, ASlotMayDisconnectAnEarlierOne) {
  Connection a = Note('a');
  const Connection b = signal_->connect([&] {
    calls_ += 'b';
    a.disconnect();
  });
  const Connection c = Note('c');
  EXPECT_EQ(Fire(), "abc");
  EXPECT_EQ(Fire(), "bc");
}

TEST_F(Reentrancy, ADisconnectedLaterSlotIsNotCalledAnyMore) {
  Connection next, last;
  const Connection a = signal_->connect([&] {
    calls_ += 'a';
    next.disconnect();
    last.disconnect();
  });
  next = Note('b');
  const Connection c = Note('c');
  last = Note('d');
  EXPECT_EQ(Fire(), "ac");
}

TEST_F(Reentrancy, DisconnectAllEndsTheEmission) {
  const Connection a = signal_->connect([&] {
    calls_ += 'a';
    signal_->disconnect_all();
  });
  const Connection b = Note('b');
  EXPECT_EQ(Fire(), "a");
  EXPECT_EQ(Fire(), "");
}

TEST_F(Reentrancy, AReceiverMayDestroyItselfInItsSlot) {
  struct Receiver {
    std::string* calls;
    std::unique_ptr<Receiver>* owner;
    Connection connection;
    void OnSignal() {
      *calls += 'a';
      owner->reset();
    }
  };
  std::unique_ptr<Receiver> receiver = std::make_unique<Receiver>();
  receiver->calls = &calls_;
  receiver->owner = &receiver;
  receiver->connection = signal_->connect<&Receiver::OnSignal>(receiver.get());
  const Connection b = Note('b');
  EXPECT_EQ(Fire(), "ab");
}

TEST_F(Reentrancy, ASlotConnectedWhileFiringWaitsForTheNextEmission) {
  Connection added;
  const Connection a = signal_->connect([&] {
    calls_ += 'a';
    if (!added.connected()) added = Note('n');
  });
  const Connection b = Note('b');
  EXPECT_EQ(Fire(), "ab");
  EXPECT_EQ(Fire(), "abn");
}

TEST_F(Reentrancy, ALastSlotThatConnectsAnotherDoesNotCallItEither) {
  Connection added;
  const Connection a = Note('a');
  const Connection b = signal_->connect([&] {
    calls_ += 'b';
    if (!added.connected()) added = Note('n');
  });
  EXPECT_EQ(Fire(), "ab");
}

TEST_F(Reentrancy, ReconnectingItselfDoesNotRunASlotTwice) {
  Connection self;
  std::function<void()> slot = [&] {
    calls_ += 'a';
    self = signal_->connect(slot);
  };
  self = signal_->connect(slot);
  const Connection b = Note('b');
  EXPECT_EQ(Fire(), "ab");
  EXPECT_EQ(Fire(), "ba");
}

TEST_F(Reentrancy, ANestedEmissionIsCompleteAndSoIsTheOuterOne) {
  bool nested = false;
  const Connection a = signal_->connect([&] {
    calls_ += 'a';
    if (!std::exchange(nested, true)) (*signal_)();
  });
  const Connection b = Note('b');
  const Connection c = Note('c');
  EXPECT_EQ(Fire(), "aabcbc");
}

TEST_F(Reentrancy, ASlotMayDestroyTheSignal) {
  const Connection a = signal_->connect([&] {
    calls_ += 'a';
    signal_.reset();
  });
  const Connection b = Note('b');
  EXPECT_EQ(Fire(), "a");
}

TEST_F(Reentrancy, ASlotMayDestroyAReceiverThatWaitsForItsTurn) {
  struct Receiver {
    std::string* calls;
    Connection connection;
    void OnSignal() { *calls += 'r'; }
  };
  auto receiver = std::make_unique<Receiver>();
  const Connection a = signal_->connect([&] {
    calls_ += 'a';
    receiver.reset();
  });
  receiver->calls = &calls_;
  receiver->connection = signal_->connect<&Receiver::OnSignal>(receiver.get());
  const Connection c = Note('c');
  EXPECT_EQ(Fire(), "ac");
}

TEST_F(Reentrancy, ASlotConnectedByANestedEmissionsSlotIsCalledByNeitherOfThem) {
  Connection added;
  bool nested = false;
  const Connection a = signal_->connect([&] {
    calls_ += 'a';
    if (!std::exchange(nested, true)) (*signal_)();
    if (!added.connected()) added = Note('n');
  });
  EXPECT_EQ(Fire(), "aa");
  EXPECT_EQ(Fire(), "an");
}

TEST_F(Reentrancy, DisconnectingInANestedEmissionHoldsForTheOuterOne) {
  Connection b;
  bool nested = false;
  const Connection a = signal_->connect([&] {
    calls_ += 'a';
    if (!std::exchange(nested, true)) {
      (*signal_)();
      b.disconnect();
    }
  });
  b = Note('b');
  const Connection c = Note('c');
  EXPECT_EQ(Fire(), "aabcc");
}

TEST_F(Reentrancy, ASlotMayDestroyTheSignalInsideANestedEmission) {
  bool nested = false;
  const Connection a = signal_->connect([&] {
    calls_ += 'a';
    if (!std::exchange(nested, true)) {
      (*signal_)();
    } else {
      signal_.reset();
    }
  });
  const Connection b = Note('b');
  EXPECT_EQ(Fire(), "aa");
}

TEST_F(Reentrancy, ASlotThatConnectsHundredOthersKeepsItsOwnData) {
  std::vector<Connection> others;
  const std::string mine = "mine";
  const char* const data = mine.data();
  const Connection a = signal_->connect([&others, this, data] {
    for (int i = 0; i < 100; ++i) others.push_back(Note('n'));
    calls_ += data;  // the slot has moved meanwhile; its callable has not
  });
  EXPECT_EQ(Fire(), "mine");
  EXPECT_EQ(Fire().substr(0, 104), "mine" + std::string(100, 'n'));
}

TEST_F(Reentrancy, ALargeSlotThatDisconnectsItselfMayUseItsDataToTheEnd) {
  Connection self;
  const std::string large(100, 'x');
  self = signal_->connect([this, &self, large] {
    self.disconnect();
    calls_ += large;
  });
  EXPECT_EQ(Fire(), large);
}

TEST_F(Reentrancy, ASlotMayMoveItsConnectionAndThoseOfOthers) {
  std::vector<Connection> connections;
  const auto note_and_move = [&](char name) {
    return signal_->connect([&, name] {
      calls_ += name;
      std::vector<Connection> moved;
      for (Connection& connection : connections) moved.push_back(std::move(connection));
      connections = std::move(moved);
    });
  };
  for (const char name : {'a', 'b', 'c'}) connections.push_back(note_and_move(name));
  EXPECT_EQ(Fire(), "abc");
  EXPECT_EQ(Fire(), "abc");
}

TEST_F(Reentrancy, ASmallSlotMayUseItsDataAfterItsConnectionIsGone) {
  struct State {
    std::string* calls;
    std::unique_ptr<Connection> connection = std::make_unique<Connection>();
  } state{&calls_};
  *state.connection = signal_->connect([&state] {
    state.connection.reset();  // and with it the place where the slot keeps `&state`
    *state.calls += 'a';
  });
  EXPECT_EQ(Fire(), "a");
  EXPECT_EQ(Fire(), "");
}

TEST_F(Reentrancy, ALoneSlotMayDoAllThatOneAmongManyMay) {
  Connection self, added;
  self = signal_->connect([&] {
    calls_ += 'a';
    if (!added.connected()) {
      added = Note('n');
      (*signal_)();  // complete, and with the new slot
      const Connection moved = std::move(self);
    }
  });
  EXPECT_EQ(Fire(), "aan");
  EXPECT_EQ(Fire(), "n");
}

TEST_F(Reentrancy, TheLastSlotMayLeaveWhileAnEarlierOneRuns) {
  Connection c;
  const Connection a = signal_->connect([&] {
    calls_ += 'a';
    c.disconnect();
    c = Note('n');
  });
  const Connection b = Note('b');
  c = Note('c');
  EXPECT_EQ(Fire(), "ab") << "the new last slot waits for the next emission";
  EXPECT_EQ(Fire(), "ab");
}

TEST_F(Reentrancy, ADyingCallableMayConnectToTheSignalThatDies) {
  struct Connects {
    explicit Connects(Signal<>* signal) : target(signal) {}
    Connects(Connects&& other) noexcept : target(std::exchange(other.target, nullptr)) {}
    Connects& operator=(Connects&&) = delete;
    Connects(const Connects&) = delete;
    Connects& operator=(const Connects&) = delete;
    ~Connects() {
      if (target != nullptr) target->connect([] {}).release();
    }
    Signal<>* target;
  };
  const Connection dying = signal_->connect([connects = Connects(signal_.get())] {});
  signal_.reset();
  EXPECT_FALSE(dying.connected());
}

TEST_F(Reentrancy, ADyingCallableMayUseTheSignal) {
  struct Emits {
    explicit Emits(Signal<>* signal) : target(signal) {}
    Emits(Emits&& other) noexcept : target(std::exchange(other.target, nullptr)) {}
    Emits& operator=(Emits&&) = delete;
    Emits(const Emits&) = delete;
    Emits& operator=(const Emits&) = delete;
    ~Emits() {
      if (target != nullptr) (*target)();
    }
    Signal<>* target;
  };
  Connection dying = signal_->connect([emits = Emits(signal_.get())] {});
  const Connection b = Note('b');
  dying.disconnect();
  EXPECT_EQ(calls_, "b");
}

TEST_F(Reentrancy, AnExceptionInTheMiddleOfNestedEmissionsLeavesTheSignalInOrder) {
  Connection a, b;
  bool nested = false;
  a = signal_->connect([&] {
    calls_ += 'a';
    if (!std::exchange(nested, true)) (*signal_)();
  });
  b = signal_->connect([&] {
    a.disconnect();
    throw std::runtime_error("slot");
  });
  const Connection c = Note('c');
  EXPECT_THROW((*signal_)(), std::runtime_error);
  EXPECT_EQ(calls_, "aa");
  b.disconnect();
  EXPECT_EQ(Fire(), "c");
}

TEST_F(Reentrancy, ASlotThatOwnsItsOwnConnectionMayDropIt) {
  auto connection = std::make_shared<Connection>();
  *connection = signal_->connect([&, connection] {
    calls_ += 'a';
    connection->disconnect();
  });
  connection.reset();
  EXPECT_EQ(Fire(), "a");
  EXPECT_EQ(Fire(), "");
}

}  // namespace
}  // namespace l04
