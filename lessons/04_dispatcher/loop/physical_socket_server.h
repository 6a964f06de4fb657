// The loop: it makes sockets, waits for all of them at once and calls their handlers. Lesson 04.
//
// One thread runs Wait(); everything but WakeUp() and Post() belongs to that thread.
#ifndef LESSONS_04_DISPATCHER_LOOP_PHYSICAL_SOCKET_SERVER_H_
#define LESSONS_04_DISPATCHER_LOOP_PHYSICAL_SOCKET_SERVER_H_

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "04_dispatcher/loop/async_socket.h"
#include "04_dispatcher/loop/backend.h"
#include "04_dispatcher/loop/demultiplexer.h"
#include "04_dispatcher/loop/dispatcher_registry.h"
#include "04_dispatcher/loop/police.h"
#include "04_dispatcher/loop/ready_queue.h"
#include "04_dispatcher/loop/task_queue.h"
#include "04_dispatcher/loop/timer_queue.h"
#include "04_dispatcher/loop/wake_up.h"

namespace l04 {

/// What a loop has done so far.
struct LoopCounts {
  std::uint64_t turns = 0;     ///< times it has come back from waiting
  std::uint64_t wake_ups = 0;  ///< times another thread or a handler has woken it
  std::uint64_t tasks = 0;     ///< posted tasks that have run
  /// The longest time of one handler, task or turn of timers. Measured in debug builds, and in
  /// others after police().SetMeasuring(true).
  std::chrono::nanoseconds longest_handler{0};
};

/// A socket factory and event loop on one readiness model.
///
/// It does not own the sockets it makes: destroy them first. What is left of tasks and timers dies
/// with it and does not run.
class PhysicalSocketServer {
 public:
  /// For Wait(): without a time limit.
  static constexpr int kForever = -1;

  /// Uses the given backend. @throws l01::SocketError; std::invalid_argument if this build has no
  /// such backend.
  explicit PhysicalSocketServer(BackendKind kind = DefaultBackend());
  /// Uses parts that the caller made, for tests.
  explicit PhysicalSocketServer(Backend backend);
  ~PhysicalSocketServer();
  PhysicalSocketServer(const PhysicalSocketServer&) = delete;
  PhysicalSocketServer& operator=(const PhysicalSocketServer&) = delete;

  /// A new non-blocking socket on this loop. `family` is AF_INET or AF_INET6, `type` SOCK_STREAM or
  /// SOCK_DGRAM. @throws l01::SocketError if the system has none left.
  std::unique_ptr<AsyncSocket> CreateAsyncSocket(int family, int type);

  /// Waits and dispatches events until `timeout_ms` have passed or WakeUp() was called: not just
  /// for one event. With `process_io` false sockets and timers wait; only posted tasks run. Returns
  /// true; false if the system refused to wait, and LastError() says why.
  /// @throws std::logic_error if a handler calls it: a nested Wait would run other handlers in the
  /// middle of this one. What a handler, a task or a timer throws passes through; the next Wait
  /// goes on behind it, at once: nothing is lost, and nothing runs twice.
  bool Wait(int timeout_ms, bool process_io);

  /// Makes the running Wait() return, or the next one. Any thread. Many calls count as one, and all
  /// but the first cost one load. To hand data to the loop's thread use Post.
  void WakeUp();
  /// Runs `task` on the loop's thread, inside Wait(), soon. Any thread. Tasks run in order.
  void Post(std::function<void()> task);
  /// Runs `task` on the loop's thread, inside Wait(), not before `delay` has passed. Destroying the
  /// result cancels it.
  [[nodiscard]] Timer CallAfter(std::chrono::milliseconds delay, std::function<void()> task);

  /// Starts to watch a dispatcher. A second call for the same one is ignored.
  void Add(Dispatcher* dispatcher);
  /// Inside OnEvent: the dispatcher has been removed since the loop called it, which its own
  /// handler may have done. It stays so if it was added again: that is another registration.
  bool CalledIsGone() const { return called_ == nullptr; }
  /// Stops watching it, at once. Events already fetched for it are dropped. Returns false if it is
  /// unknown.
  bool Remove(Dispatcher* dispatcher);
  /// The wanted events of the dispatcher may have changed. The system is told before the loop waits
  /// the next time, once, and only if they are different then.
  void Update(Dispatcher* dispatcher);
  /// Calls the dispatcher's OnEvent(0, 0) in the next turn of the loop, which comes at once, even
  /// if the system has nothing to report: for what a dispatcher knows itself.
  void Recheck(Dispatcher* dispatcher);

  /// The socket calls of this backend.
  SocketCalls& calls() { return *backend_.calls; }
  /// Watches the users of this loop in debug builds.
  LoopPolice& police() { return police_; }
  /// What made Wait() return false; empty if nothing did.
  const std::string& LastError() const { return last_error_; }
  /// What the loop has done so far. The loop's thread.
  LoopCounts counts() const;

 private:
  using Clock = std::chrono::steady_clock;

  class WaitGuard;

  void CheckThread(const char* what, const Dispatcher* dispatcher) const;
  int NextTimeout(Clock::time_point deadline, bool forever, bool process_io) const;
  void RunTurn(bool process_io);
  void RunTasks();
  void DispatchReadyEvents();
  void Dispatch(Dispatcher& dispatcher, const ReadyEvent& event);
  void RunTimers();

  Backend backend_;                         // socket calls and demultiplexer
  WakeUpFlags wake_up_;                     // WakeUp and Post
  LoopPolice police_;                       // debug builds: who breaks the rules
  DispatcherRegistry registry_;             // who is watched
  ReadyQueue ready_;                        // what is to be handled
  const Dispatcher* called_ = nullptr;      // whose OnEvent runs; null once it was removed
  TimerQueue timers_;                       // CallAfter
  TaskQueue tasks_;                         // Post
  bool spinning_timer_ = false;             // a timer without a delay was set: a turn without rest
  std::uint64_t turns_ = 0;                 // see LoopCounts
  std::string last_error_;                  // why Wait() returned false
  std::atomic<std::thread::id> waiting_{};  // the thread that is in Wait(); none: nobody is
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_PHYSICAL_SOCKET_SERVER_H_
