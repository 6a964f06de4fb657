// Wait, reset, ask everybody.
#include "02_wsaeventselect/shared_event_server.h"

namespace l02 {
namespace {

// The lowest signalled index wins the wait: the stop event comes first, so traffic cannot hide it.
constexpr std::size_t kStopIndex = 0;
constexpr std::size_t kDoorIndex = 1;

}  // namespace

SharedEventServer::SharedEventServer(const l01::Endpoint& local) : door_(local) {}

// [shared-loop]
void SharedEventServer::Run() {
  stopped_ = false;
  const std::vector<WSAEVENT> events = {stop_event_.get(), door_.event(), socket_event_.get()};
  while (!stopped_) {
    HandleSignalled(events, counts_, [this](std::size_t index) { return Handle(index); });
  }
}

bool SharedEventServer::Handle(std::size_t index) {
  if (index == kStopIndex) {
    ::WSAResetEvent(stop_event_.get());  // so that Run() can be called again
    stopped_ = true;
  } else if (index == kDoorIndex) {
    if (OwnedSocket client = door_.TakeClient(counts_); client.valid()) {
      sessions_.push_back(std::make_unique<EchoSession>(std::move(client)));
      sessions_.back()->Watch(socket_event_.get(), counts_);
    }
  } else {
    // Reset before asking: what happens while we ask signals again. Reset after asking would wipe
    // the signal of a socket that became ready after it had been asked, and it would wait for ever.
    ::WSAResetEvent(socket_event_.get());
    AskEverySession();
  }
  return !stopped_;
}

void SharedEventServer::AskEverySession() {
  for (std::unique_ptr<EchoSession>& session : sessions_) {
    // No event handle: it is shared, and it was reset before the first session was asked.
    const WSANETWORKEVENTS record = TakeRecord(session->socket(), WSA_INVALID_EVENT, counts_);
    if (record.lNetworkEvents != 0 && !session->OnEvents(record)) session.reset();
  }
  std::erase(sessions_, nullptr);
}
// [shared-loop]

}  // namespace l02
