// What waking another thread costs, and what it costs to wake it when it is being woken already.
#include <benchmark/benchmark.h>

#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include "04_dispatcher/loop/backend.h"
#include "wakeup/round_trip.h"
#include "wakeup/waiters.h"

namespace {

BENCHMARK(bench::RoundTrip<bench::Futex>)->MeasureProcessCPUTime()->Name("round_trip/futex");
BENCHMARK(bench::RoundTrip<bench::CondVar>)->MeasureProcessCPUTime()->Name("round_trip/condvar");
BENCHMARK(bench::RoundTrip<bench::EventFdEdge>)
    ->MeasureProcessCPUTime()
    ->Name("round_trip/epoll_eventfd_edge");
BENCHMARK(bench::RoundTrip<bench::Pipe>)->MeasureProcessCPUTime()->Name("round_trip/epoll_pipe");
BENCHMARK(bench::RoundTrip<bench::LessonWakeUp>)
    ->MeasureProcessCPUTime()
    ->Name("round_trip/lesson04_wake_up");
BENCHMARK(bench::RoundTrip<bench::LessonPost>)
    ->MeasureProcessCPUTime()
    ->Name("round_trip/lesson04_post");

// Hands everything on and counts how often the system is asked to wake the loop.
class CountingDemultiplexer : public l04::Demultiplexer {
 public:
  CountingDemultiplexer(std::unique_ptr<l04::Demultiplexer> inner, std::uint64_t* wake_ups)
      : inner_(std::move(inner)), wake_ups_(wake_ups) {}
  int Set(l04::DispatcherKey key, l04::Handle handle, std::uint32_t mask) override {
    return inner_->Set(key, handle, mask);
  }
  void Erase(l04::DispatcherKey key) override { inner_->Erase(key); }
  void Wait(int timeout_ms, bool process_io, std::vector<l04::ReadyEvent>* ready) override {
    inner_->Wait(timeout_ms, process_io, ready);
  }
  void WakeUp() override {
    ++*wake_ups_;
    inner_->WakeUp();
  }

 private:
  std::unique_ptr<l04::Demultiplexer> inner_;  // does the work
  std::uint64_t* wake_ups_;                    // calls of WakeUp
};

l04::Backend CountingBackend(std::uint64_t* wake_ups) {
  l04::Backend backend = l04::MakeBackend(l04::BackendKind::kEpoll);
  backend.demultiplexer =
      std::make_unique<CountingDemultiplexer>(std::move(backend.demultiplexer), wake_ups);
  return backend;
}

// The loop has not run since the first WakeUp: all the others find it pending.
void CoalescedWakeUp(benchmark::State& state) {
  std::uint64_t wake_ups = 0;
  l04::PhysicalSocketServer loop(CountingBackend(&wake_ups));
  loop.WakeUp();
  wake_ups = 0;
  for (auto _ : state) loop.WakeUp();
  state.counters["system_calls"] = static_cast<double>(wake_ups);
}
BENCHMARK(CoalescedWakeUp)->Name("coalesced/lesson04_wake_up");

// The same for Post: a task is stored each time, and the list is emptied now and then, untimed.
void CoalescedPost(benchmark::State& state) {
  constexpr int kTasks = 4096;
  std::uint64_t wake_ups = 0;
  l04::PhysicalSocketServer loop(CountingBackend(&wake_ups));
  std::uint64_t before = 0;
  for (auto _ : state) {
    state.PauseTiming();
    loop.Wait(0, true);
    loop.Post([] {});
    before = wake_ups;
    state.ResumeTiming();
    for (int i = 0; i < kTasks; ++i) loop.Post([] {});
  }
  state.SetItemsProcessed(state.iterations() * kTasks);
  state.counters["system_calls"] = static_cast<double>(wake_ups - before);
  state.counters["per_iteration"] = kTasks;
}
BENCHMARK(CoalescedPost)->Name("coalesced/lesson04_post");

// One write for every wake-up: what a loop without a flag does.
void WriteEachTime(benchmark::State& state) {
  bench::EventFdEdge waiter;
  for (auto _ : state) waiter.Wake();
}
BENCHMARK(WriteEachTime)->Name("coalesced/eventfd_write_each");

// A flag that is exchanged without a look before.
void ExchangeFlag(benchmark::State& state) {
  std::atomic<bool> pending{true};
  for (auto _ : state) benchmark::DoNotOptimize(pending.exchange(true));
}
BENCHMARK(ExchangeFlag)->Name("coalesced/exchange");

}  // namespace

BENCHMARK_MAIN();
