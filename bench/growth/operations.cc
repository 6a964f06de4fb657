// One kind of work, over and over, for callgrind: how its cost grows with N.
//
//   growth_operations slots|timers N REPEATS
//
// What a run costs beside the REPEATS operations is the same for every REPEATS, so that the
// difference of two runs is the operations alone.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "04_dispatcher/loop/timer_queue.h"
#include "signals/subjects.h"

namespace {

using Clock = l04::TimerQueue::Clock;

// A connection that is made where it stays: to move one, the signal's ring is searched for it.
struct Connected {
  Connected(bench::CompactSignal* signal, bench::Receiver* receiver)
      : connection(signal->Connect(receiver)) {}
  bench::CompactSignal::Connection connection;  // ends with this object
};

// Lesson 04: one emission to N slots.
void Slots(std::size_t n, std::size_t repeats) {
  bench::CompactSignal signal;
  bench::Receiver receiver;
  std::deque<Connected> connections;
  for (std::size_t i = 0; i < n; ++i) connections.emplace_back(&signal, &receiver);
  for (std::size_t i = 0; i < repeats; ++i) signal.Emit(1);
}

// Lesson 04: one more timer, and its end, while N others wait.
void Timers(std::size_t n, std::size_t repeats) {
  l04::TimerQueue queue;
  std::mt19937 random(1);  // always the same times
  const auto later = [&random, now = Clock::now()] {
    return now + std::chrono::milliseconds(random() % 1'000'000);
  };
  std::vector<l04::Timer> waiting;
  for (std::size_t i = 0; i < n; ++i) waiting.push_back(queue.Add(later(), [] {}));
  for (std::size_t i = 0; i < repeats; ++i) queue.Add(later(), [] {}).Cancel();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string kind = argc == 4 ? argv[1] : "";
  const std::size_t n = argc == 4 ? std::strtoul(argv[2], nullptr, 10) : 0;
  const std::size_t repeats = argc == 4 ? std::strtoul(argv[3], nullptr, 10) : 0;
  if (kind == "slots") return Slots(n, repeats), 0;
  if (kind == "timers") return Timers(n, repeats), 0;
  std::fprintf(stderr, "usage: growth_operations slots|timers N REPEATS\n");
  return 2;
}
