// A signal as one would write it at first: a list of functions and a loop. It works as long as no
// slot touches the signal that is calling it. Lesson 04's tests show what happens otherwise;
// nothing else uses this file. Do not copy it.
#ifndef LESSONS_04_DISPATCHER_SIGNAL_NAIVE_SIGNAL_H_
#define LESSONS_04_DISPATCHER_SIGNAL_NAIVE_SIGNAL_H_

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace l04 {

/// A signal that breaks when its list changes while it is walked.
// [naive]
template <typename... Args>
class NaiveSignal {
 public:
  /// Connects a function. Returns a number for disconnect().
  int connect(std::function<void(Args...)> function) {
    slots_.push_back({++last_id_, std::move(function)});
    return last_id_;
  }

  /// Ends one connection.
  void disconnect(int id) {
    std::erase_if(slots_, [id](const Slot& slot) { return slot.id == id; });
  }

  /// Calls every function.
  void operator()(Args... args) {
    for (std::size_t i = 0; i < slots_.size(); ++i) slots_[i].function(args...);
  }

 private:
  struct Slot {
    int id;                                 // what connect() returned
    std::function<void(Args...)> function;  // what to call
  };

  std::vector<Slot> slots_;  // in order of connection
  int last_id_ = 0;          // the last number given
};
// [naive]

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SIGNAL_NAIVE_SIGNAL_H_
