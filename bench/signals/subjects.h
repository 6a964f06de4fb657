// The ways to announce an event, each behind the same few functions: Connect a receiver's slot, and
// Emit a number to all slots.
#ifndef BENCH_SIGNALS_SUBJECTS_H_
#define BENCH_SIGNALS_SUBJECTS_H_

#include <functional>
#include <vector>

#include "04_dispatcher/signal/safe_signal.h"
#include "04_dispatcher/signal/signal.h"

namespace bench {

/// Who is told.
class Receiver {
 public:
  /// Never inlined: a real slot is far away from who emits.
  [[gnu::noinline]] void OnEvent(int number) {
    sum_ += number;
    asm volatile("" : "+m"(sum_));
  }

 private:
  int sum_ = 0;
};

/// No signal at all: the least that telling somebody can cost.
class DirectCalls {
 public:
  using Connection = int;
  Connection Connect(Receiver* receiver) {
    receivers_.push_back(receiver);
    return 0;
  }
  void Emit(int number) const {
    for (Receiver* const receiver : receivers_) receiver->OnEvent(number);
  }

 private:
  std::vector<Receiver*> receivers_;
};

/// What one would write without a library.
class FunctionVector {
 public:
  using Connection = int;
  Connection Connect(Receiver* receiver) {
    functions_.emplace_back([receiver](int number) { receiver->OnEvent(number); });
    return 0;
  }
  void Emit(int number) const {
    for (const auto& function : functions_) function(number);
  }

 private:
  std::vector<std::function<void(int)>> functions_;
};

/// Lesson 04's signal for use.
class CompactSignal {
 public:
  using Connection = l04::Connection;
  Connection Connect(Receiver* receiver) { return signal_.connect<&Receiver::OnEvent>(receiver); }
  void Emit(int number) const { signal_(number); }

 private:
  l04::Signal<int> signal_;
};

/// Lesson 04's signal for reading.
class SafeSignal {
 public:
  using Connection = l04::SafeConnection;
  Connection Connect(Receiver* receiver) { return signal_.connect<&Receiver::OnEvent>(receiver); }
  void Emit(int number) const { signal_(number); }

 private:
  l04::SafeSignal<int> signal_;
};

}  // namespace bench

#endif  // BENCH_SIGNALS_SUBJECTS_H_
