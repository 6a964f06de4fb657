// Slots that do anything to the signal that calls them, held to a model that is too slow to be
// wrong: who was connected when the emission began, and still is when its turn comes, is called.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include "tests/04_dispatcher/signal/kinds.h"

namespace l04 {
namespace {

template <typename Kind>
class SignalModel {
 public:
  explicit SignalModel(unsigned seed) : random_(seed) {}

  // Fires, with slots that act, and says how many calls there were.
  int Run() {
    for (int round = 0; round < 40; ++round) {
      Connect();
      Fire();
    }
    return calls_;
  }

 private:
  // A slot has a name, and the model knows the names that are connected, in their order.
  struct Named {
    int name;
    ConnectionOf<Kind> connection;
  };
  // What the model expects of an emission that runs: these names, from `next` on.
  struct Expected {
    std::vector<int> names;
    std::size_t next = 0;
  };

  bool Chance(int one_in) { return std::uniform_int_distribution(1, one_in)(random_) == 1; }
  Named& Any() {
    return connections_[std::uniform_int_distribution<std::size_t>(
        0, connections_.size() - 1)(random_)];
  }
  bool Connected(int name) const {
    return std::find(connected_.begin(), connected_.end(), name) != connected_.end();
  }

  void Connect() {
    const int name = ++last_name_;
    connected_.push_back(name);
    ConnectionOf<Kind> connection =
        Chance(2) ? signal_->connect([this, name] { Called(name); })
                  : signal_->connect([slot = std::make_unique<Slot>(Slot{this, name})] {
                      // In a box: it lives until the call has ended, whatever the call does.
                      slot->model->Called(slot->name);
                      EXPECT_GT(slot->name, 0);
                    });
    if (Chance(8)) return connection.release();
    connections_.push_back({name, std::move(connection)});
  }

  void Disconnect() {
    Named& named = Any();
    std::erase(connected_, named.name);
    named.connection.disconnect();
    std::swap(named, connections_.back());
    connections_.pop_back();
  }

  void Fire() {
    if (running_.size() == 4) return;
    running_.push_back({connected_});
    (*signal_)();
    Expected& expected = running_.back();
    while (expected.next < expected.names.size()) {
      EXPECT_FALSE(Connected(expected.names[expected.next++])) << "was left out";
    }
    running_.pop_back();
  }

  void Called(int name) {
    ++calls_;
    Expected& expected = running_.back();
    while (expected.next < expected.names.size() && !Connected(expected.names[expected.next])) {
      ++expected.next;
    }
    ASSERT_LT(expected.next, expected.names.size()) << name << " was not to be called";
    EXPECT_EQ(expected.names[expected.next++], name);
    for (int i = 0; i < 3; ++i) Act();
  }

  void Act() {
    if (Chance(4)) Connect();
    if (Chance(2) && !connections_.empty()) Disconnect();
    if (Chance(4) && !connections_.empty()) std::swap(Any(), Any());
    if (Chance(12)) Fire();
    if (!Chance(40)) return;
    connected_.clear();
    if (Chance(2)) {
      signal_->disconnect_all();
    } else {
      signal_ = std::make_unique<SignalOf<Kind>>();
    }
    for (const Named& named : connections_) EXPECT_FALSE(named.connection.connected());
  }

  struct Slot {
    SignalModel* model;
    int name;
  };

  std::mt19937 random_;
  std::unique_ptr<SignalOf<Kind>> signal_ = std::make_unique<SignalOf<Kind>>();
  std::vector<int> connected_;
  std::vector<Expected> running_;
  int last_name_ = 0;
  int calls_ = 0;
  std::vector<Named> connections_;  // declared last: disconnected first
};

template <typename Kind>
class SignalModelTest : public testing::Test {};
TYPED_TEST_SUITE(SignalModelTest, SignalKinds);

TYPED_TEST(SignalModelTest, CallsExactlyTheSlotsThatAModelExpects) {
  int calls = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    calls += SignalModel<TypeParam>(seed).Run();
    ASSERT_FALSE(this->HasFailure()) << "seed " << seed;
  }
  EXPECT_GT(calls, 10'000);
}

}  // namespace
}  // namespace l04
