// An exception that leaves a thread's function ends the process. So each is caught where it is.
#include "03_epoll/servers/run_together.h"

#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace l03 {

void RunTogether(int threads, const std::function<void(int)>& body,
                 const std::function<void()>& stop) {
  std::mutex mutex;
  std::exception_ptr first;  // guarded by `mutex` until all threads have ended
  const auto guarded = [&](const std::function<void()>& work) {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!first) first = std::current_exception();
      stop();
    }
  };
  {
    std::vector<std::jthread> others;  // their destructors wait for them
    // Starting a thread may fail, too. Then those that run already must end.
    guarded([&] {
      for (int i = 1; i < threads; ++i) {
        others.emplace_back([&, i] { guarded([&] { body(i); }); });
      }
    });
    guarded([&] { body(0); });
  }
  if (first) std::rethrow_exception(first);
}

}  // namespace l03
