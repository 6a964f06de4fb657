// The loop.
#include "04_dispatcher/physical_socket_server.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <utility>

#include "01_blocking/error.h"
#include "04_dispatcher/socket_dispatcher.h"

namespace l04 {
namespace {

constexpr DispatcherKey MakeKey(std::uint32_t generation, std::size_t slot) {
  return static_cast<DispatcherKey>(generation) << 32 | static_cast<std::uint32_t>(slot);
}
constexpr std::size_t SlotOf(DispatcherKey key) {
  return static_cast<std::uint32_t>(key);
}
constexpr std::uint32_t GenerationOf(DispatcherKey key) {
  return static_cast<std::uint32_t>(key >> 32);
}

// Refuses a nested Wait, and leaves the flag right when a handler throws.
class WaitGuard {
 public:
  explicit WaitGuard(bool& waiting) : waiting_(waiting) {
    if (waiting_) throw std::logic_error("PhysicalSocketServer::Wait called by a handler of Wait");
    waiting_ = true;
  }
  ~WaitGuard() { waiting_ = false; }
  WaitGuard(const WaitGuard&) = delete;
  WaitGuard& operator=(const WaitGuard&) = delete;

 private:
  bool& waiting_;  // the server's flag
};

}  // namespace

PhysicalSocketServer::PhysicalSocketServer(BackendKind kind)
    : PhysicalSocketServer(MakeBackend(kind)) {}

PhysicalSocketServer::PhysicalSocketServer(Backend backend) : backend_(std::move(backend)) {}

PhysicalSocketServer::~PhysicalSocketServer() {
  assert(free_slots_.size() == slots_.size() && "destroy the sockets before their server");
}

std::unique_ptr<AsyncSocket> PhysicalSocketServer::CreateAsyncSocket(int family, int type) {
  auto socket = std::make_unique<SocketDispatcher>(*this);
  if (!socket->Create(family, type)) {
    throw l01::SocketError("socket", "", socket->ErrorText(socket->GetError()));
  }
  return socket;
}

// [wait]
bool PhysicalSocketServer::Wait(int timeout_ms, bool process_io) {
  const WaitGuard guard(waiting_);
  last_error_.clear();
  const bool forever = timeout_ms == kForever;
  const auto deadline = Clock::now() + std::chrono::milliseconds(forever ? 0 : timeout_ms);
  do {
    const int turn_timeout = NextTimeout(deadline, forever, process_io);
    try {
      FetchEvents(turn_timeout, process_io);
    } catch (const l01::SocketError& error) {
      last_error_ = error.what();
      return false;
    }
    RunTurn(process_io);
  } while (!stop_.exchange(false) && (forever || Clock::now() < deadline));
  return true;
}

void PhysicalSocketServer::FetchEvents(int timeout_ms, bool process_io) {
  // Events are left over only if a handler threw, or if the last Wait was told to leave sockets
  // alone. They must not be lost: WSAEventSelect tells everything once.
  ready_.erase(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(handled_));
  handled_ = 0;
  backend_.demultiplexer->Wait(ready_.empty() || !process_io ? timeout_ms : 0, process_io,
                               &fetched_);
  ready_.insert(ready_.end(), fetched_.begin(), fetched_.end());
}

// Posted work first: under constant traffic it would otherwise wait for ever.
void PhysicalSocketServer::RunTurn(bool process_io) {
  // Cleared before the tasks are taken: a Post from now on wakes the next turn.
  wake_pending_ = false;
  RunPostedTasks();
  if (!process_io) return;
  DispatchReadyEvents();
  RunRechecks();
  timers_.RunDue(Clock::now());
}
// [wait]

int PhysicalSocketServer::NextTimeout(Clock::time_point deadline, bool forever,
                                      bool process_io) const {
  if (stop_ || (process_io && !rechecks_.empty())) return 0;
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

// [dispatch]
void PhysicalSocketServer::DispatchReadyEvents() {
  // A handler may add, remove and destroy any dispatcher. Hence keys: whoever was removed since the
  // batch was fetched is not found, and whoever was added has a key that is not in the batch.
  while (handled_ < ready_.size()) {
    const ReadyEvent event = ready_[handled_++];
    if (Dispatcher* dispatcher = Find(event.key)) dispatcher->OnEvent(event.flags, event.error);
  }
}
// [dispatch]

void PhysicalSocketServer::RunRechecks() {
  rechecking_.swap(rechecks_);  // a recheck that asks for another one gets it in the next turn
  for (const DispatcherKey key : rechecking_) {
    if (Dispatcher* dispatcher = Find(key)) dispatcher->OnRecheck();
  }
  rechecking_.clear();
}

void PhysicalSocketServer::RunPostedTasks() {
  {
    const std::lock_guard lock(tasks_mutex_);
    std::move(tasks_.begin(), tasks_.end(), std::back_inserter(running_));
    tasks_.clear();
  }
  // The lock is free again: a task may post another one, and other threads never wait for a task.
  // What is posted from here on runs in the next turn, so tasks cannot starve the sockets.
  while (!running_.empty()) {
    const std::function<void()> task = std::move(running_.front());
    running_.pop_front();  // before it runs: a task that throws must not run twice
    task();
  }
}

void PhysicalSocketServer::WakeUp() {
  stop_ = true;
  WakeDemultiplexer();
}

void PhysicalSocketServer::Post(std::function<void()> task) {
  {
    const std::lock_guard lock(tasks_mutex_);
    tasks_.push_back(std::move(task));
  }
  WakeDemultiplexer();
}

void PhysicalSocketServer::WakeDemultiplexer() {
  // While one wake-up is on its way another one would be a system call for nothing.
  if (!wake_pending_.exchange(true)) backend_.demultiplexer->WakeUp();
}

Timer PhysicalSocketServer::CallAfter(std::chrono::milliseconds delay, std::function<void()> task) {
  return timers_.Add(Clock::now() + delay, std::move(task));
}

void PhysicalSocketServer::Add(Dispatcher* dispatcher) {
  if (Find(dispatcher->key_) == dispatcher) return;
  if (free_slots_.empty()) {
    free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
    // Generation 0 is never used: key 0 means "none".
    slots_.push_back({nullptr, 1, 0});
  }
  const std::size_t index = free_slots_.back();
  free_slots_.pop_back();
  Slot& slot = slots_[index];
  slot.dispatcher = dispatcher;
  slot.mask = 0;
  dispatcher->key_ = MakeKey(slot.generation, index);
  Update(dispatcher);
}

bool PhysicalSocketServer::Remove(Dispatcher* dispatcher) {
  const DispatcherKey key = std::exchange(dispatcher->key_, kNoKey);
  if (Find(key) != dispatcher) return false;
  Slot& slot = slots_[SlotOf(key)];
  backend_.demultiplexer->Erase(key);
  slot.dispatcher = nullptr;
  if (++slot.generation == 0) slot.generation = 1;
  free_slots_.push_back(static_cast<std::uint32_t>(SlotOf(key)));
  return true;
}

void PhysicalSocketServer::Update(Dispatcher* dispatcher) {
  if (Find(dispatcher->key_) != dispatcher) return;
  Slot& slot = slots_[SlotOf(dispatcher->key_)];
  const std::uint32_t mask = dispatcher->GetRequestedEvents();
  if (mask == slot.mask) return;  // no system call for what the system knows
  backend_.demultiplexer->Set(dispatcher->key_, dispatcher->GetHandle(), mask);
  slot.mask = mask;
}

void PhysicalSocketServer::Recheck(Dispatcher* dispatcher) {
  if (dispatcher->key_ != kNoKey) rechecks_.push_back(dispatcher->key_);
}

Dispatcher* PhysicalSocketServer::Find(DispatcherKey key) const {
  const std::size_t index = SlotOf(key);
  if (index >= slots_.size() || slots_[index].generation != GenerationOf(key)) return nullptr;
  return slots_[index].dispatcher;
}

}  // namespace l04
