// The naive signal breaks. These tests hold as long as it does: they show why the other one is
// longer. What AddressSanitizer must find happens in a child process, which it ends.
#include "04_dispatcher/signal/naive_signal.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

namespace l04 {
namespace {

TEST(NaiveSignal, WorksWhileNobodyTouchesIt) {
  NaiveSignal<int> signal;
  int sum = 0;
  signal.connect([&](int value) { sum += value; });
  const int id = signal.connect([&](int value) { sum += 10 * value; });
  signal(1);
  signal.disconnect(id);
  signal(1);
  EXPECT_EQ(sum, 12);
}

TEST(NaiveSignal, SkipsASlotWhenOneDisconnectsItself) {
  NaiveSignal<> signal;
  std::string calls;
  int self = 0;
  self = signal.connect([&] {
    calls += 'a';
    signal.disconnect(self);
  });
  signal.connect([&] { calls += 'b'; });
  signal.connect([&] { calls += 'c'; });
  signal();
  EXPECT_EQ(calls, "ac");
}

// The slot keeps nothing of its own, since its memory goes when it disconnects.
struct Reconnecting {
  static void Slot() {
    self->calls += 'a';
    self->signal.disconnect(self->id);
    if (++self->turns < 3) self->id = self->signal.connect(&Slot);
  }
  static inline Reconnecting* self = nullptr;
  NaiveSignal<> signal;
  std::string calls;
  int id = 0, turns = 0;
};

TEST(NaiveSignal, CallsASlotTwiceThatReconnectsItself) {
  Reconnecting test;
  Reconnecting::self = &test;
  test.id = test.signal.connect(&Reconnecting::Slot);
  test.signal.connect([&test] { test.calls += 'b'; });
  test.signal();
  EXPECT_EQ(test.calls, "aa") << "b is skipped and a runs again";
}

#if defined(__SANITIZE_ADDRESS__)
// Death tests run in a child process, so nothing of this harms the tests behind them.
class NaiveSignalDeathTest : public testing::Test {
 protected:
  static constexpr const char* kFound = "AddressSanitizer: heap-use-after-free";
};

TEST_F(NaiveSignalDeathTest, UsesFreedMemoryWhenASlotDestroysTheSignal) {
  const auto destroy = [] {
    auto signal = std::make_unique<NaiveSignal<>>();
    signal->connect([&signal] { signal.reset(); });
    signal->connect([] {});
    (*signal)();
  };
  EXPECT_DEATH(destroy(), kFound);
}

TEST_F(NaiveSignalDeathTest, UsesFreedMemoryWhenASlotConnectsOthers) {
  const auto grow = [] {
    NaiveSignal<> signal;
    int calls = 0;
    signal.connect([&signal, &calls] {
      for (int i = 0; i < 100; ++i) signal.connect([] {});
      ++calls;  // `calls` is read from the slot, which has moved away
    });
    signal();
  };
  EXPECT_DEATH(grow(), kFound);
}

TEST_F(NaiveSignalDeathTest, CallsAReceiverThatHasDied) {
  const auto die = [] {
    NaiveSignal<> signal;
    struct Receiver {
      void OnSignal() { ++calls; }
      int calls = 0;
    };
    auto receiver = std::make_unique<Receiver>();
    signal.connect([raw = receiver.get()] { raw->OnSignal(); });
    receiver.reset();
    signal();
  };
  EXPECT_DEATH(die(), kFound);
}
#endif

}  // namespace
}  // namespace l04
