// Wait, reset, ask everybody; or as WebRTC does: select everybody, wait, ask everybody, reset.
#include "02_wsaeventselect/servers/shared_event_server.h"

namespace l02 {
namespace {

// The lowest signalled index wins the wait: the stop event comes first, so traffic cannot hide it.
constexpr std::size_t kStopIndex = 0;
constexpr std::size_t kDoorIndex = 1;

}  // namespace

SharedEventServer::SharedEventServer(const l01::Endpoint& local, TurnOrder order)
    : door_(local), order_(order) {}

// [shared-loop]
void SharedEventServer::Run() {
  stopped_ = false;
  const std::vector<WSAEVENT> events = {stop_event_.get(), door_.event(), socket_event_.get()};
  while (!stopped_) {
    if (order_ == TurnOrder::kSelectEveryTurn) SelectEverySession();
    const DWORD timeout = door_.BeforeWait(counts_);
    HandleSignalled(
        events, counts_, [this](std::size_t index) { return Handle(index); }, timeout);
  }
}

bool SharedEventServer::Handle(std::size_t index) {
  if (index == kStopIndex) {
    ::WSAResetEvent(stop_event_.get());  // so that Run() can be called again
    stopped_ = true;
  } else if (index == kDoorIndex) {
    door_.LetIn(counts_, [this](OwnedSocket client) {
      auto session = std::make_unique<EchoSession>(std::move(client));
      session->Watch(socket_event_.get(), counts_);
      sessions_.push_back(std::move(session));
    });
  } else if (order_ == TurnOrder::kResetFirst) {
    // Reset before asking: what happens while we ask signals again. Reset after asking would wipe
    // the signal of a socket that became ready after it had been asked, and it would wait for ever.
    ::WSAResetEvent(socket_event_.get());
    AskEverySession(WSA_INVALID_EVENT);
  } else {
    AskEveryoneAsWebRtcDoes();
  }
  return !stopped_;
}

void SharedEventServer::AskEverySession(WSAEVENT event_to_reset) {
  for (std::unique_ptr<EchoSession>& session : sessions_) {
    const WSANETWORKEVENTS record = TakeRecord(session->socket(), event_to_reset, counts_);
    if (record.lNetworkEvents != 0 && !session->OnEvents(record)) session.reset();
  }
  std::erase(sessions_, nullptr);
}
// [shared-loop]

// [webrtc-order]
// Every enumeration resets the shared event, and the end of the turn does so blindly. That wipes
// signals out, but no records: the selections of the next turn signal the event again.
void SharedEventServer::AskEveryoneAsWebRtcDoes() {
  AskEverySession(socket_event_.get());
  ::WSAResetEvent(socket_event_.get());
}

void SharedEventServer::SelectEverySession() {
  for (std::unique_ptr<EchoSession>& session : sessions_) {
    session->Watch(socket_event_.get(), counts_);
  }
}
// [webrtc-order]

}  // namespace l02
