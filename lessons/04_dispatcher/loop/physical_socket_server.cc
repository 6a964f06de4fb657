// The loop.
#include "04_dispatcher/loop/physical_socket_server.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

#include "01_blocking/sockets/error.h"

namespace l04 {

// Refuses a nested Wait, and leaves the flag right when a handler throws.
class PhysicalSocketServer::WaitGuard {
 public:
  explicit WaitGuard(std::atomic<std::thread::id>& waiting) : waiting_(waiting) {
    if (waiting_.load() != std::thread::id()) {
      throw std::logic_error("PhysicalSocketServer::Wait called while it runs");
    }
    waiting_.store(std::this_thread::get_id(), std::memory_order_release);
  }
  ~WaitGuard() { waiting_.store(std::thread::id(), std::memory_order_release); }
  WaitGuard(const WaitGuard&) = delete;
  WaitGuard& operator=(const WaitGuard&) = delete;

 private:
  std::atomic<std::thread::id>& waiting_;  // the server's note of who waits
};

PhysicalSocketServer::PhysicalSocketServer(BackendKind kind)
    : PhysicalSocketServer(MakeBackend(kind)) {}

PhysicalSocketServer::PhysicalSocketServer(Backend backend)
    : backend_(std::move(backend)), wake_up_(*backend_.demultiplexer) {}

PhysicalSocketServer::~PhysicalSocketServer() {
  assert(registry_.empty() && "destroy the sockets before their server");
  // While this object is whole: what dies with a task or a timer may post, schedule and cancel.
  tasks_.Close();
  timers_.Close();
}

// [wait]
bool PhysicalSocketServer::Wait(int timeout_ms, bool process_io) {
  const WaitGuard guard(waiting_);
  last_error_.clear();
  const bool forever = timeout_ms == kForever;
  // The clock is asked only when somebody wants to know: a look costs as much as many instructions.
  const auto deadline =
      forever ? Clock::time_point::max() : Clock::now() + std::chrono::milliseconds(timeout_ms);
  do {
    const int turn_timeout = NextTimeout(deadline, forever, process_io);
    try {
      ready_.Fetch(*backend_.demultiplexer, registry_, turn_timeout, process_io);
    } catch (const l01::SocketError& error) {
      last_error_ = error.what();
      return false;
    }
    RunTurn(process_io);
  } while (!wake_up_.TakeStop() && (forever || Clock::now() < deadline));
  return true;
}

// Posted work first: a handler that throws in every turn would otherwise keep it for ever.
void PhysicalSocketServer::RunTurn(bool process_io) {
  if constexpr (LoopPolice::kOn) police_.BeginTurn();
  ++turns_;
  wake_up_.BeginTurn();  // before the tasks are taken: a Post from now on wakes the next turn
  RunTasks();
  if (process_io) {
    DispatchReadyEvents();
    RunTimers();
  }
  if constexpr (LoopPolice::kOn) police_.EndTurn();
}
// [wait]

int PhysicalSocketServer::NextTimeout(Clock::time_point deadline, bool forever,
                                      bool process_io) const {
  // Work that is left over has used up its wake-up: a loop that slept now would sleep on it.
  if (wake_up_.stop() || tasks_.HasLeftOver() || (process_io && ready_.HasWork())) return 0;
  std::optional<Clock::time_point> until;
  if (!forever) until = deadline;
  if (process_io) {
    const std::optional<Clock::time_point> timer = timers_.NextDue();
    if (timer && (!until || *timer < *until)) until = timer;
  }
  if (!until) return kForever;
  // Rounded up: a wait of 0.4 ms that is rounded down to 0 would spin until the time has come.
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

void PhysicalSocketServer::RunTasks() {
  const LoopPolice::Watch watch(police_, "a posted task", 0);
  const std::uint64_t before = tasks_.ran();
  const bool foreign = tasks_.RunAll();
  if constexpr (!LoopPolice::kOn) return;
  if (tasks_.ran() != before) police_.NoteWork("a task that posts itself", 0);
  if (foreign) police_.NoteProgress();
}

void PhysicalSocketServer::DispatchReadyEvents() {
  // A handler may add, remove and destroy any dispatcher. Hence keys: whoever was removed since the
  // batch was fetched is not found, and whoever was added has a key that is not in the batch.
  while (const ReadyEvent* const event = ready_.Next()) {
    if (Dispatcher* const dispatcher = registry_.Find(event->key)) Dispatch(*dispatcher, *event);
  }
}

void PhysicalSocketServer::Dispatch(Dispatcher& dispatcher, const ReadyEvent& event) {
  const LoopPolice::Watch watch(police_, "a handler of socket", dispatcher.GetHandle());
  if (LoopPolice::kOn && event.flags != 0) police_.NoteWork("socket", dispatcher.GetHandle());
  called_ = &dispatcher;
  dispatcher.OnEvent(event.flags, event.error);
}

void PhysicalSocketServer::RunTimers() {
  const LoopPolice::Watch watch(police_, "a timer", 0);
  if (std::exchange(spinning_timer_, false)) police_.NoteWork("a timer without delay", 0);
  if (timers_.NextDue()) timers_.RunDue(Clock::now());
}

// [post]
void PhysicalSocketServer::WakeUp() {
  wake_up_.Stop();
}

void PhysicalSocketServer::Post(std::function<void()> task) {
  // The task is in the list before the flag is read. The loop clears the flag before it takes the
  // list: so a flag that reads "pending" belongs to a turn that will take this task.
  tasks_.Push(std::move(task));
  wake_up_.Wake();
}
// [post]

Timer PhysicalSocketServer::CallAfter(std::chrono::milliseconds delay, std::function<void()> task) {
  CheckThread("a timer was set", nullptr);
  if (delay.count() <= 0) spinning_timer_ = LoopPolice::kOn;
  return timers_.Add(TimerQueue::After(Clock::now(), delay), std::move(task));
}

// Setting up before Wait() and tearing down after it may happen on another thread.
void PhysicalSocketServer::CheckThread(const char* what, const Dispatcher* dispatcher) const {
  if constexpr (!LoopPolice::kOn) return;
  const std::thread::id waiting = waiting_.load();
  if (waiting == std::thread::id() || waiting == std::this_thread::get_id()) return;
  const std::string who =
      dispatcher == nullptr ? "" : "socket " + std::to_string(dispatcher->GetHandle()) + " ";
  police_.Report(LoopRule::kOneThread, who + what + " on another thread than the loop's");
}

void PhysicalSocketServer::Add(Dispatcher* dispatcher) {
  CheckThread("was added", dispatcher);
  registry_.Add(dispatcher);
}

bool PhysicalSocketServer::Remove(Dispatcher* dispatcher) {
  CheckThread("was closed or destroyed", dispatcher);
  const DispatcherKey key = registry_.Remove(dispatcher);
  if (key == kNoKey) return false;
  if (called_ == dispatcher) called_ = nullptr;
  backend_.demultiplexer->Erase(key);
  return true;
}

void PhysicalSocketServer::Update(Dispatcher* dispatcher) {
  CheckThread("was used", dispatcher);
  registry_.MarkChanged(dispatcher);
}

void PhysicalSocketServer::Recheck(Dispatcher* dispatcher) {
  const DispatcherKey key = registry_.KeyOf(dispatcher);
  if (key != kNoKey) ready_.Recheck(key);
}

LoopCounts PhysicalSocketServer::counts() const {
  return {turns_, wake_up_.count(), tasks_.ran(), police_.longest_handler()};
}

}  // namespace l04
