// Starts the thread, hands it the listener, and ends it again.
#include "05_websocket/loopback/server.h"

#include <utility>
#include <vector>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/socket.h"

namespace l05 {

LoopbackServer::LoopbackServer(const l01::Endpoint& local, l04::BackendKind backend)
    : server_(backend), listener_(server_.CreateAsyncSocket(local.family(), SOCK_STREAM)) {
  if (listener_->Bind(local) != 0) {
    throw l01::SocketError("bind", local.ToString(), listener_->ErrorText(listener_->GetError()));
  }
  if (listener_->Listen(l01::kBacklog) != 0) {
    throw l01::SocketError("listen", local.ToString(), listener_->ErrorText(listener_->GetError()));
  }
  address_ = listener_->GetLocalAddress();
  on_accept_ = listener_->SignalReadEvent.connect([this](auto*) { Accept(); });
  thread_ = std::thread([this] { Run(); });
}

LoopbackServer::~LoopbackServer() {
  // WakeUp comes from the task itself: called from here it could end a Wait() that has not run the
  // task yet, and the next Wait() would then never end.
  server_.Post([this] {
    stop_ = true;
    server_.WakeUp();
  });
  thread_.join();
}

std::string LoopbackServer::Url(const std::string& target) const {
  return "ws://" + address_.ToString() + target;
}

void LoopbackServer::Run() {
  while (!stop_ && server_.Wait(l04::PhysicalSocketServer::kForever, true)) {
  }
  // On this thread, because it is the one that used them.
  clients_.clear();
}

// One client per event: while more of them wait, the listener is readable and the event comes
// again.
void LoopbackServer::Accept() {
  std::unique_ptr<l04::AsyncSocket> socket = listener_->Accept(nullptr);
  if (!socket) return;  // the client has gone, or the system has no descriptors left
  const int key = next_client_++;
  clients_.emplace(key, std::make_unique<LoopbackConnection>(server_, std::move(socket), report_,
                                                             [this, key] { clients_.erase(key); }));
}

void LoopbackServer::PingAll(const std::string& payload) {
  ForEach([payload](LoopbackConnection& client) { client.SendPing(payload); });
}

void LoopbackServer::SendToAll(const std::string& text) {
  ForEach([text](LoopbackConnection& client) { client.SendText(text); });
}

void LoopbackServer::CloseAll(std::uint16_t code, const std::string& reason) {
  ForEach([code, reason](LoopbackConnection& client) { client.Close(code, reason); });
}

// The connections belong to the loop's thread. A caller on another one sends the work there instead
// of taking a lock that every handler would then need.
void LoopbackServer::ForEach(std::function<void(LoopbackConnection&)> action) {
  server_.Post([this, action = std::move(action)] {
    for (auto& [key, client] : clients_) action(*client);
  });
}

}  // namespace l05
