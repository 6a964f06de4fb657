// This thread only accepts; the others serve.
#include "02_wsaeventselect/servers/thread_group_server.h"

#include <algorithm>

namespace l02 {
namespace {

constexpr std::size_t kStopIndex = 0;

}  // namespace

ThreadGroupServer::ThreadGroupServer(const l01::Endpoint& local) : door_(local) {}

void ThreadGroupServer::Run() {
  const std::vector<WSAEVENT> events = {stop_event_.get(), door_.event()};
  while (!stopped_) {
    const DWORD timeout = door_.BeforeWait(counts_);
    HandleSignalled(
        events, counts_, [this](std::size_t index) { return Handle(index); }, timeout);
  }
  for (const auto& thread : threads_) thread->StopAndJoin();
}

bool ThreadGroupServer::Handle(std::size_t index) {
  if (index == kStopIndex) {
    stopped_ = true;
    return false;
  }
  door_.LetIn(counts_, [this](OwnedSocket client) { HandOver(std::move(client)); });
  return true;
}

void ThreadGroupServer::HandOver(OwnedSocket client) {
  const auto free = std::find_if(threads_.begin(), threads_.end(),
                                 [](const auto& thread) { return thread->TryReserve(); });
  if (free != threads_.end()) {
    (*free)->Give(std::move(client), counts_);
  } else {
    threads_.push_back(std::make_unique<SessionThread>());
    threads_.back()->TryReserve();
    threads_.back()->Give(std::move(client), counts_);
  }
}

CallCounts ThreadGroupServer::counts() const {
  CallCounts sum = counts_;
  for (const auto& thread : threads_) sum.Add(thread->counts());
  return sum;
}

}  // namespace l02
