// What waiting costs. A thread that waits in the kernel is not scheduled, whichever call it waits
// in: recv on a blocking socket is as cheap as WSAWaitForMultipleEvents. The difference is how many
// threads it takes. Lesson 02.
#include <chrono>
#include <functional>
#include <future>
#include <set>
#include <thread>

#include "02_wsaeventselect/experiments/cpu_time.h"
#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/pair.h"
#include "support/latch.h"

namespace l02 {
namespace {

using Clock = std::chrono::steady_clock;

constexpr DWORD kLongMs = 400;  // long against the steps in which Windows counts processor time
constexpr int kClients = 8;

// What one wait took.
struct Cost {
  // Next to nothing. A thread that asks again and again would use all of the time that it gets.
  bool free() const { return used * 4 < elapsed; }

  std::chrono::nanoseconds elapsed{};  // from the call to its return
  std::chrono::nanoseconds used{};     // of a processor, by this thread
  std::thread::id thread;              // who waited
};

template <typename Call>
Cost Measure(const Call& call) {
  const auto start = Clock::now();
  const auto used = ThreadCpuTime();
  call();
  return {Clock::now() - start, ThreadCpuTime() - used, std::this_thread::get_id()};
}

// No assertion on the time that passes, only on the part of it that was spent computing: on a busy
// machine the wait takes longer, and that part gets smaller.
Observation WaitingUsesNoCpu() {
  Observation seen;
  ExperimentPair pair;
  pair.Select(FD_READ);
  seen.Do("Wait ", kLongMs, " ms for data that does not come, and measure this thread's CPU time.");
  bool signalled = false;
  const Cost cost = Measure([&] { signalled = IsSignalled(pair.event(), kLongMs); });
  seen.Holds("the wait times out", !signalled);
  seen.Holds("it used less than a quarter of the time on a processor", cost.free());

  seen.Do("Now data comes, and a handler takes the record but leaves the event signalled:");
  seen.Note("WSAEnumNetworkEvents without the event, and no WSAResetEvent.");
  pair.SendFromPeer("hello");
  seen.Holds("the event is signalled", IsSignalled(pair.event(), kPatienceMs));
  TakeEvents(pair.ours(), nullptr);
  int wake_ups = 0;
  int records = 0;
  for (int i = 0; i < 100; ++i) {
    if (IsSignalled(pair.event(), kPatienceMs)) ++wake_ups;
    if (TakeEvents(pair.ours(), nullptr) != 0) ++records;
  }
  seen.Count("waits of 100 that returned at once", wake_ups, 100);
  seen.Count("records that they found", records, 0);
  seen.Note("That loop uses a whole processor. Waiting is free only if somebody resets the event.");
  return seen;
}

// Waits in recv until the peer sends a byte. The latch is counted down when the measured time has
// begun: on a busy machine a thread may start late, and a wait that is over at once shows nothing.
Cost WaitInRecv(SOCKET socket, support::Latch& begun) {
  char byte = 0;
  return Measure([&] {
    begun.count_down();
    ::recv(socket, &byte, 1, 0);
  });
}

Observation NoCpuBeatsBlocking() {
  Observation seen;
  std::vector<ExperimentPair> blocking(kClients);
  std::vector<ExperimentPair> tied(kClients);
  const WSAEVENT event = tied[0].event();
  for (const ExperimentPair& pair : tied) SelectOn(pair.ours(), event, FD_READ);

  seen.Do("Eight idle clients are waited for by blocking recv: one thread for each.");
  support::Latch begun(kClients);
  std::vector<std::future<Cost>> waiting;
  waiting.reserve(kClients);
  for (const ExperimentPair& pair : blocking) {
    waiting.push_back(std::async(std::launch::async, WaitInRecv, pair.ours(), std::ref(begun)));
  }
  begun.wait();
  seen.Do("Eight more are tied to one event, and one thread waits for it, ", kLongMs, " ms long.");
  const Cost one_wait = Measure([&] { IsSignalled(event, kLongMs); });

  seen.Do("A byte for each of the first eight ends their waits.");
  for (ExperimentPair& pair : blocking) pair.SendFromPeer("x");
  std::set<std::thread::id> threads;
  int free_recvs = 0;
  for (std::future<Cost>& wait : waiting) {
    const Cost cost = wait.get();
    threads.insert(cost.thread);
    if (cost.free()) ++free_recvs;
  }
  seen.Count("calls of recv that used no CPU time", free_recvs, kClients);
  seen.Count("threads that they occupied", static_cast<long>(threads.size()), kClients);
  seen.Holds("the one wait, in one thread, used no CPU time either", one_wait.free());
  return seen;
}

}  // namespace

std::vector<Experiment> WaitingExperiments() {
  return {{.name = "waiting-uses-no-cpu",
           .belief = "Waiting with WSAEventSelect uses no CPU time.",
           .verdict = Verdict::kTrue,
           .why = "The thread sleeps in the kernel, unless an event stays signalled.",
           .run = WaitingUsesNoCpu},
          {.name = "no-cpu-is-why-it-beats-blocking",
           .belief = "That it uses no CPU time is why WSAEventSelect is more efficient than "
                     "blocking Winsock.",
           .verdict = Verdict::kFalse,
           .why = "A blocking recv uses no CPU time either; what is saved is threads.",
           .run = NoCpuBeatsBlocking}};
}

}  // namespace l02
