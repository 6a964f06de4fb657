// What a slot may do to the signal that is calling it. The original sigslot failed several of
// these.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/04_dispatcher/signal/kinds.h"

namespace l04 {
namespace {

template <typename Kind>
class Reentrancy : public testing::Test {
 protected:
  ConnectionOf<Kind> Note(char name) {
    return signal_->connect([this, name] { calls_ += name; });
  }
  std::string Fire() {
    calls_.clear();
    (*signal_)();
    return calls_;
  }

  std::unique_ptr<SignalOf<Kind>> signal_ = std::make_unique<SignalOf<Kind>>();
  std::string calls_;
};
TYPED_TEST_SUITE(Reentrancy, SignalKinds);

TYPED_TEST(Reentrancy, ASlotMayDisconnectItselfAndTheRestIsCalled) {
  ConnectionOf<TypeParam> self;
  self = this->signal_->connect([&] {
    this->calls_ += 'a';
    self.disconnect();
  });
  const ConnectionOf<TypeParam> b = this->Note('b');
  EXPECT_EQ(this->Fire(), "ab");
  EXPECT_EQ(this->Fire(), "b");
}

TYPED_TEST(Reentrancy, ASlotMayDisconnectAnEarlierOne) {
  ConnectionOf<TypeParam> a = this->Note('a');
  const ConnectionOf<TypeParam> b = this->signal_->connect([&] {
    this->calls_ += 'b';
    a.disconnect();
  });
  const ConnectionOf<TypeParam> c = this->Note('c');
  EXPECT_EQ(this->Fire(), "abc");
  EXPECT_EQ(this->Fire(), "bc");
}

TYPED_TEST(Reentrancy, ADisconnectedLaterSlotIsNotCalledAnyMore) {
  ConnectionOf<TypeParam> next, last;
  const ConnectionOf<TypeParam> a = this->signal_->connect([&] {
    this->calls_ += 'a';
    next.disconnect();
    last.disconnect();
  });
  next = this->Note('b');
  const ConnectionOf<TypeParam> c = this->Note('c');
  last = this->Note('d');
  EXPECT_EQ(this->Fire(), "ac");
}

TYPED_TEST(Reentrancy, DisconnectAllEndsTheEmission) {
  const ConnectionOf<TypeParam> a = this->signal_->connect([&] {
    this->calls_ += 'a';
    this->signal_->disconnect_all();
  });
  const ConnectionOf<TypeParam> b = this->Note('b');
  EXPECT_EQ(this->Fire(), "a");
  EXPECT_EQ(this->Fire(), "");
}

// The last owner of a signal may be one of its own callables.
TYPED_TEST(Reentrancy, ACallableThatOwnsTheSignalMayDieInDisconnectAll) {
  using SignalType = SignalOf<TypeParam>;
  auto owner = std::make_shared<SignalType>();
  const std::weak_ptr<SignalType> alive = owner;
  owner->connect([owner] {}).release();
  owner->connect([] {}).release();
  SignalType* const signal = owner.get();
  owner.reset();
  ASSERT_FALSE(alive.expired());
  signal->disconnect_all();
  EXPECT_TRUE(alive.expired());
}

TYPED_TEST(Reentrancy, AReceiverMayDestroyItselfInItsSlot) {
  struct Receiver {
    std::string* calls;
    std::unique_ptr<Receiver>* owner;
    ConnectionOf<TypeParam> connection;
    void OnSignal() {
      *calls += 'a';
      owner->reset();
    }
  };
  std::unique_ptr<Receiver> receiver = std::make_unique<Receiver>();
  receiver->calls = &this->calls_;
  receiver->owner = &receiver;
  receiver->connection = this->signal_->template connect<&Receiver::OnSignal>(receiver.get());
  const ConnectionOf<TypeParam> b = this->Note('b');
  EXPECT_EQ(this->Fire(), "ab");
}

TYPED_TEST(Reentrancy, ASlotConnectedWhileFiringWaitsForTheNextEmission) {
  ConnectionOf<TypeParam> added;
  const ConnectionOf<TypeParam> a = this->signal_->connect([&] {
    this->calls_ += 'a';
    if (!added.connected()) added = this->Note('n');
  });
  const ConnectionOf<TypeParam> b = this->Note('b');
  EXPECT_EQ(this->Fire(), "ab");
  EXPECT_EQ(this->Fire(), "abn");
}

TYPED_TEST(Reentrancy, ALastSlotThatConnectsAnotherDoesNotCallItEither) {
  ConnectionOf<TypeParam> added;
  const ConnectionOf<TypeParam> a = this->Note('a');
  const ConnectionOf<TypeParam> b = this->signal_->connect([&] {
    this->calls_ += 'b';
    if (!added.connected()) added = this->Note('n');
  });
  EXPECT_EQ(this->Fire(), "ab");
}

TYPED_TEST(Reentrancy, ReconnectingItselfDoesNotRunASlotTwice) {
  ConnectionOf<TypeParam> self;
  std::function<void()> slot = [&] {
    this->calls_ += 'a';
    self = this->signal_->connect(slot);
  };
  self = this->signal_->connect(slot);
  const ConnectionOf<TypeParam> b = this->Note('b');
  EXPECT_EQ(this->Fire(), "ab");
  EXPECT_EQ(this->Fire(), "ba");
}

TYPED_TEST(Reentrancy, ANestedEmissionIsCompleteAndSoIsTheOuterOne) {
  bool nested = false;
  const ConnectionOf<TypeParam> a = this->signal_->connect([&] {
    this->calls_ += 'a';
    if (!std::exchange(nested, true)) (*this->signal_)();
  });
  const ConnectionOf<TypeParam> b = this->Note('b');
  const ConnectionOf<TypeParam> c = this->Note('c');
  EXPECT_EQ(this->Fire(), "aabcbc");
}

TYPED_TEST(Reentrancy, ASlotMayDestroyTheSignal) {
  const ConnectionOf<TypeParam> a = this->signal_->connect([&] {
    this->calls_ += 'a';
    this->signal_.reset();
  });
  const ConnectionOf<TypeParam> b = this->Note('b');
  EXPECT_EQ(this->Fire(), "a");
}

TYPED_TEST(Reentrancy, ASlotMayDestroyAReceiverThatWaitsForItsTurn) {
  struct Receiver {
    std::string* calls;
    ConnectionOf<TypeParam> connection;
    void OnSignal() { *calls += 'r'; }
  };
  auto receiver = std::make_unique<Receiver>();
  const ConnectionOf<TypeParam> a = this->signal_->connect([&] {
    this->calls_ += 'a';
    receiver.reset();
  });
  receiver->calls = &this->calls_;
  receiver->connection = this->signal_->template connect<&Receiver::OnSignal>(receiver.get());
  const ConnectionOf<TypeParam> c = this->Note('c');
  EXPECT_EQ(this->Fire(), "ac");
}

TYPED_TEST(Reentrancy, ASlotConnectedByANestedEmissionsSlotIsCalledByNeitherOfThem) {
  ConnectionOf<TypeParam> added;
  bool nested = false;
  const ConnectionOf<TypeParam> a = this->signal_->connect([&] {
    this->calls_ += 'a';
    if (!std::exchange(nested, true)) (*this->signal_)();
    if (!added.connected()) added = this->Note('n');
  });
  EXPECT_EQ(this->Fire(), "aa");
  EXPECT_EQ(this->Fire(), "an");
}

TYPED_TEST(Reentrancy, DisconnectingInANestedEmissionHoldsForTheOuterOne) {
  ConnectionOf<TypeParam> b;
  bool nested = false;
  const ConnectionOf<TypeParam> a = this->signal_->connect([&] {
    this->calls_ += 'a';
    if (!std::exchange(nested, true)) {
      (*this->signal_)();
    } else {
      b.disconnect();  // both emissions stand in front of it
    }
  });
  b = this->Note('b');
  const ConnectionOf<TypeParam> c = this->Note('c');
  EXPECT_EQ(this->Fire(), "aacc");
}

TYPED_TEST(Reentrancy, ASlotMayDestroyTheSignalInsideANestedEmission) {
  bool nested = false;
  const ConnectionOf<TypeParam> a = this->signal_->connect([&] {
    this->calls_ += 'a';
    if (!std::exchange(nested, true)) {
      (*this->signal_)();
    } else {
      this->signal_.reset();
    }
  });
  const ConnectionOf<TypeParam> b = this->Note('b');
  EXPECT_EQ(this->Fire(), "aa");
}

TYPED_TEST(Reentrancy, ASlotThatConnectsHundredOthersKeepsItsOwnData) {
  std::vector<ConnectionOf<TypeParam>> others;
  const std::string mine = "mine";
  const char* const data = mine.data();
  const ConnectionOf<TypeParam> a = this->signal_->connect([&others, this, data] {
    for (int i = 0; i < 100; ++i) others.push_back(this->Note('n'));
    this->calls_ += data;  // the slot has moved meanwhile; its callable has not
  });
  EXPECT_EQ(this->Fire(), "mine");
  EXPECT_EQ(this->Fire().substr(0, 104), "mine" + std::string(100, 'n'));
}

TYPED_TEST(Reentrancy, ALargeSlotThatDisconnectsItselfMayUseItsDataToTheEnd) {
  ConnectionOf<TypeParam> self;
  const std::string large(100, 'x');
  self = this->signal_->connect([this, &self, large] {
    self.disconnect();
    this->calls_ += large;
  });
  EXPECT_EQ(this->Fire(), large);
}

TYPED_TEST(Reentrancy, ASlotMayMoveItsConnectionAndThoseOfOthers) {
  std::vector<ConnectionOf<TypeParam>> connections;
  const auto note_and_move = [&](char name) {
    return this->signal_->connect([&, name] {
      this->calls_ += name;
      std::vector<ConnectionOf<TypeParam>> moved;
      for (ConnectionOf<TypeParam>& connection : connections)
        moved.push_back(std::move(connection));
      connections = std::move(moved);
    });
  };
  for (const char name : {'a', 'b', 'c'}) connections.push_back(note_and_move(name));
  EXPECT_EQ(this->Fire(), "abc");
  EXPECT_EQ(this->Fire(), "abc");
}

TYPED_TEST(Reentrancy, ASmallSlotMayUseItsDataAfterItsConnectionIsGone) {
  struct State {
    std::string* calls;
    std::unique_ptr<ConnectionOf<TypeParam>> connection =
        std::make_unique<ConnectionOf<TypeParam>>();
  } state{&this->calls_};
  *state.connection = this->signal_->connect([&state] {
    state.connection.reset();  // and with it the place where the slot keeps `&state`
    *state.calls += 'a';
  });
  EXPECT_EQ(this->Fire(), "a");
  EXPECT_EQ(this->Fire(), "");
}

TYPED_TEST(Reentrancy, ALoneSlotMayDoAllThatOneAmongManyMay) {
  ConnectionOf<TypeParam> self, added;
  self = this->signal_->connect([&] {
    this->calls_ += 'a';
    if (!added.connected()) {
      added = this->Note('n');
      (*this->signal_)();  // complete, and with the new slot
      const ConnectionOf<TypeParam> moved = std::move(self);
    }
  });
  EXPECT_EQ(this->Fire(), "aan");
  EXPECT_EQ(this->Fire(), "n");
}

TYPED_TEST(Reentrancy, TheLastSlotMayLeaveWhileAnEarlierOneRuns) {
  ConnectionOf<TypeParam> c;
  const ConnectionOf<TypeParam> a = this->signal_->connect([&] {
    this->calls_ += 'a';
    c.disconnect();
    c = this->Note('n');
  });
  const ConnectionOf<TypeParam> b = this->Note('b');
  c = this->Note('c');
  EXPECT_EQ(this->Fire(), "ab") << "the new last slot waits for the next emission";
  EXPECT_EQ(this->Fire(), "ab");
}

TYPED_TEST(Reentrancy, ADyingCallableMayConnectToTheSignalThatDies) {
  struct Connects {
    explicit Connects(SignalOf<TypeParam>* signal) : target(signal) {}
    Connects(Connects&& other) noexcept : target(std::exchange(other.target, nullptr)) {}
    Connects& operator=(Connects&&) = delete;
    Connects(const Connects&) = delete;
    Connects& operator=(const Connects&) = delete;
    ~Connects() {
      if (target != nullptr) target->connect([] {}).release();
    }
    SignalOf<TypeParam>* target;
  };
  const ConnectionOf<TypeParam> dying =
      this->signal_->connect([connects = Connects(this->signal_.get())] {});
  this->signal_.reset();
  EXPECT_FALSE(dying.connected());
}

TYPED_TEST(Reentrancy, ADyingCallableMayUseTheSignal) {
  struct Emits {
    explicit Emits(SignalOf<TypeParam>* signal) : target(signal) {}
    Emits(Emits&& other) noexcept : target(std::exchange(other.target, nullptr)) {}
    Emits& operator=(Emits&&) = delete;
    Emits(const Emits&) = delete;
    Emits& operator=(const Emits&) = delete;
    ~Emits() {
      if (target != nullptr) (*target)();
    }
    SignalOf<TypeParam>* target;
  };
  ConnectionOf<TypeParam> dying = this->signal_->connect([emits = Emits(this->signal_.get())] {});
  const ConnectionOf<TypeParam> b = this->Note('b');
  dying.disconnect();
  EXPECT_EQ(this->calls_, "b");
}

TYPED_TEST(Reentrancy, AnExceptionInTheMiddleOfNestedEmissionsLeavesTheSignalInOrder) {
  ConnectionOf<TypeParam> a, b;
  bool nested = false;
  a = this->signal_->connect([&] {
    this->calls_ += 'a';
    if (!std::exchange(nested, true)) (*this->signal_)();
  });
  b = this->signal_->connect([&] {
    a.disconnect();
    throw std::runtime_error("slot");
  });
  const ConnectionOf<TypeParam> c = this->Note('c');
  EXPECT_THROW((*this->signal_)(), std::runtime_error);
  EXPECT_EQ(this->calls_, "aa");
  b.disconnect();
  EXPECT_EQ(this->Fire(), "c");
}

TYPED_TEST(Reentrancy, ASlotThatOwnsItsOwnConnectionMayDropIt) {
  auto connection = std::make_shared<ConnectionOf<TypeParam>>();
  *connection = this->signal_->connect([&, connection] {
    this->calls_ += 'a';
    connection->disconnect();
  });
  connection.reset();
  EXPECT_EQ(this->Fire(), "a");
  EXPECT_EQ(this->Fire(), "");
}

// What a slot does to the emitter must not reach the arguments of the slots behind it.
TYPED_TEST(Reentrancy, EverySlotGetsTheArgumentWithWhichTheEmissionBegan) {
  struct Emitter {
    SignalOf<TypeParam, int> signal;
    int code = 111;
  };
  auto emitter = std::make_unique<Emitter>();
  std::vector<int> got;
  const ConnectionOf<TypeParam> changes = emitter->signal.connect([&](int code) {
    got.push_back(code);
    emitter->code = 0;
  });
  const ConnectionOf<TypeParam> looks =
      emitter->signal.connect([&](const int& code) { got.push_back(code); });
  emitter->signal(emitter->code);
  EXPECT_EQ(got, (std::vector{111, 111}));

  emitter->code = 222;
  got.clear();
  const ConnectionOf<TypeParam> destroys = emitter->signal.connect([&](int code) {
    emitter.reset();
    got.push_back(code);
  });
  emitter->signal(emitter->code);
  EXPECT_EQ(got, (std::vector{222, 222, 222}));
}

}  // namespace
}  // namespace l04
