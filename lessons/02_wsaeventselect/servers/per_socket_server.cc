// events_[i] belongs to clients_[i - 2].
#include "02_wsaeventselect/servers/per_socket_server.h"

namespace l02 {
namespace {

constexpr std::size_t kStopIndex = 0;
constexpr std::size_t kDoorIndex = 1;
constexpr std::size_t kFirstClient = 2;

}  // namespace

PerSocketServer::PerSocketServer(const l01::Endpoint& local) : door_(local) {
  events_ = {stop_event_.get(), door_.event()};
}

// [per-socket-loop]
void PerSocketServer::Run() {
  stopped_ = false;
  while (!stopped_) {
    const std::vector<WSAEVENT> events = events_;  // clients come and go while it is walked
    const DWORD timeout = door_.BeforeWait(counts_);
    HandleSignalled(
        events, counts_, [this](std::size_t index) { return Handle(index); }, timeout);
    RemoveFinished();
  }
}

bool PerSocketServer::Handle(std::size_t index) {
  if (index == kStopIndex) {
    ::WSAResetEvent(stop_event_.get());  // so that Run() can be called again
    stopped_ = true;
  } else if (index == kDoorIndex) {
    door_.LetIn(counts_, [this](OwnedSocket client) { AddClient(std::move(client)); });
  } else {
    std::unique_ptr<Client>& client = clients_[index - kFirstClient];
    // With the event handle the record is taken and the event is reset in one step.
    const WSANETWORKEVENTS record =
        TakeRecord(client->session.socket(), client->event.get(), counts_);
    if (record.lNetworkEvents != 0 && !client->session.OnEvents(record)) client.reset();
  }
  return !stopped_;
}
// [per-socket-loop]

// [wall]
void PerSocketServer::AddClient(OwnedSocket socket) {
  auto client = std::make_unique<Client>(std::move(socket));
  client->session.Watch(client->event.get(), counts_);  // if it fails, nothing has been added yet
  events_.push_back(client->event.get());
  clients_.push_back(std::move(client));
  // A 65th event would make the wait fail, so stop here: the next client waits in the queue.
  if (clients_.size() == kMostClients) door_.SetOpen(false, counts_);
}
// [wall]

void PerSocketServer::RemoveFinished() {
  if (std::erase(clients_, nullptr) == 0) return;
  events_.resize(kFirstClient);
  for (const auto& client : clients_) events_.push_back(client->event.get());
  door_.SetOpen(true, counts_);
}

}  // namespace l02
