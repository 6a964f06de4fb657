// A loop with an inbox.
#include "02_wsaeventselect/servers/session_thread.h"

#include <cstdio>
#include <utility>

namespace l02 {
namespace {

constexpr std::size_t kInboxIndex = 0;
constexpr std::size_t kFirstClient = 1;

}  // namespace

SessionThread::SessionThread() : events_{inbox_event_.get()}, thread_([this] { Run(); }) {}

bool SessionThread::TryReserve() {
  // Only the owner raises it and only this thread lowers it, so there is nothing to lose in
  // between.
  if (failed_ || reserved_ == kMostClients) return false;
  ++reserved_;
  return true;
}

// [inbox]
void SessionThread::Give(OwnedSocket socket, CallCounts& counts) {
  try {
    auto client = std::make_unique<Client>(std::move(socket));
    client->session.Watch(client->event.get(), counts);
    const std::lock_guard lock(mutex_);
    inbox_.push_back(std::move(client));
  } catch (...) {
    --reserved_;
    throw;
  }
  ::WSASetEvent(inbox_event_.get());  // an event can be set by any thread
}

void SessionThread::EmptyInbox() {
  // Reset before taking: who is handed over after the look signals again.
  ::WSAResetEvent(inbox_event_.get());
  std::vector<std::unique_ptr<Client>> arrived;
  {
    const std::lock_guard lock(mutex_);
    arrived.swap(inbox_);
    stopped_ = stopping_;
  }
  for (std::unique_ptr<Client>& client : arrived) {
    events_.push_back(client->event.get());
    clients_.push_back(std::move(client));
  }
}
// [inbox]

void SessionThread::StopAndJoin() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ::WSASetEvent(inbox_event_.get());
  thread_.join();
}

void SessionThread::Run() {
  try {
    Serve();
  } catch (const l01::SocketError& error) {
    // An exception that leaves a thread ends the whole process. This thread's clients are lost.
    std::fprintf(stderr, "%s; a thread ends\n", error.what());
    failed_ = true;
  }
  clients_.clear();
}

void SessionThread::Serve() {
  while (!stopped_) {
    const std::vector<WSAEVENT> events = events_;  // clients come and go while it is walked
    HandleSignalled(events, counts_, [this](std::size_t index) { return Handle(index); });
    RemoveFinished();
  }
}

bool SessionThread::Handle(std::size_t index) {
  if (index == kInboxIndex) {
    EmptyInbox();
    return !stopped_;
  }
  std::unique_ptr<Client>& client = clients_[index - kFirstClient];
  const WSANETWORKEVENTS record =
      TakeRecord(client->session.socket(), client->event.get(), counts_);
  if (record.lNetworkEvents != 0 && !client->session.OnEvents(record)) client.reset();
  return true;
}

void SessionThread::RemoveFinished() {
  const std::size_t finished = std::erase(clients_, nullptr);
  if (finished == 0) return;
  events_.resize(kFirstClient);
  for (const auto& client : clients_) events_.push_back(client->event.get());
  reserved_ -= finished;
}

}  // namespace l02
