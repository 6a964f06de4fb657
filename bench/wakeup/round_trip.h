// A round trip between two threads: I wake you, you wake me.
#ifndef BENCH_WAKEUP_ROUND_TRIP_H_
#define BENCH_WAKEUP_ROUND_TRIP_H_

#include <benchmark/benchmark.h>
#include <pthread.h>
#include <sched.h>

#include <atomic>
#include <thread>

namespace bench {

/// Lets the calling thread run on processor `cpu` only.
inline void PinThread(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<unsigned>(cpu), &set);
  ::pthread_setaffinity_np(::pthread_self(), sizeof set, &set);
}

/// Both threads stay on one processor: between two processors of a virtual machine a round trip is
/// what the hypervisor takes to wake one, whatever the program does. Registered with
/// MeasureProcessCPUTime(): one of the two threads runs at any time, and both count.
template <typename Waiter>
void RoundTrip(benchmark::State& state) {
  PinThread(0);
  Waiter here;
  Waiter there;
  std::atomic<bool> over{false};
  std::thread partner([&] {
    PinThread(0);
    for (;;) {
      there.Wait();
      if (over) return;
      here.Wake();
    }
  });
  for (auto _ : state) {
    there.Wake();
    here.Wait();
  }
  over = true;
  there.Wake();
  partner.join();
}

}  // namespace bench

#endif  // BENCH_WAKEUP_ROUND_TRIP_H_
