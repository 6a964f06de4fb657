// The same round trip through libuv: uv_async_send in both directions. A part of the program
// bench_wakeup, if libuv is there.
#include <uv.h>

#include <stdexcept>

#include "wakeup/round_trip.h"

namespace {

// A loop whose run is stopped by its own async handle.
class UvAsync {
 public:
  UvAsync() {
    if (uv_loop_init(&loop_) != 0) throw std::runtime_error("uv_loop_init");
    uv_async_init(&loop_, &async_, [](uv_async_t* async) { uv_stop(async->loop); });
  }
  ~UvAsync() {
    uv_close(reinterpret_cast<uv_handle_t*>(&async_), nullptr);
    uv_run(&loop_, UV_RUN_DEFAULT);
    uv_loop_close(&loop_);
  }
  UvAsync(const UvAsync&) = delete;
  UvAsync& operator=(const UvAsync&) = delete;
  void Wake() { uv_async_send(&async_); }
  void Wait() { uv_run(&loop_, UV_RUN_DEFAULT); }

 private:
  uv_loop_t loop_{};    // runs in Wait
  uv_async_t async_{};  // what Wake sends
};

BENCHMARK(bench::RoundTrip<UvAsync>)->MeasureProcessCPUTime()->Name("round_trip/libuv_async");

// Nobody runs the loop: every send but the first finds one pending.
void CoalescedSend(benchmark::State& state) {
  UvAsync async;
  for (auto _ : state) async.Wake();
}
BENCHMARK(CoalescedSend)->Name("coalesced/libuv_async");

}  // namespace
