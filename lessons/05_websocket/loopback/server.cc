// Starts the thread, hands it the listener, and ends it again.
#include "05_websocket/loopback/server.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/socket.h"

namespace l05 {

LoopbackServer::LoopbackServer(const l01::Endpoint& local, l04::BackendKind backend)
    : LoopbackServer(LoopbackOptions{local, backend}) {}

LoopbackServer::LoopbackServer(const LoopbackOptions& options)
    : server_(options.backend),
      door_(server_.CreateAsyncSocket(options.local.family(), SOCK_STREAM)),
      listener_(options.listener) {
  const l01::Endpoint& local = options.local;
  if (door_->Bind(local) != 0) {
    throw l01::SocketError("bind", local.ToString(), door_->ErrorText(door_->GetError()));
  }
  if (door_->Listen(l01::kBacklog) != 0) {
    throw l01::SocketError("listen", local.ToString(), door_->ErrorText(door_->GetError()));
  }
  address_ = door_->GetLocalAddress();
  if (options.tls) MakeTls();
  on_accept_ = door_->SignalReadEvent.connect([this](auto*) { Accept(); });
  thread_ = std::thread([this] { Run(); });
}

// The certificate is good for every way in which this machine calls itself.
void LoopbackServer::MakeTls() {
  const std::string address = address_.ToString();
  std::string host = address.substr(0, address.rfind(':'));
  if (host.starts_with('[')) host = host.substr(1, host.find_first_of("]%") - 1);
  std::string error;
  tls_ = PrepareServerTls(server_, {"localhost", "127.0.0.1", "::1", host}, &error);
  if (!tls_.wrap) throw std::runtime_error(error);
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
  return (tls_.wrap ? "wss://" : "ws://") + address_.ToString() + target;
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
  std::unique_ptr<l04::AsyncSocket> socket = door_->Accept(nullptr);
  if (!socket) return;  // the client has gone, or the system has no descriptors left
  if (tls_.wrap) socket = tls_.wrap(std::move(socket));
  const int key = next_client_++;
  clients_.emplace(
      key, std::make_unique<LoopbackConnection>(
               server_, std::move(socket), report_, [this, key] { OnEnded(key); }, listener_));
}

void LoopbackServer::OnEnded(int key) {
  clients_.erase(key);
  if (listener_ != nullptr) listener_->OnChange();
}

bool LoopbackServer::CanTake() const {
  return !clients_.empty() && std::all_of(clients_.begin(), clients_.end(), [](const auto& client) {
    return client.second->CanTake();
  });
}

void LoopbackServer::SendNow(const std::string& text) {
  for (auto& [key, client] : clients_) client->SendText(text);
}

void LoopbackServer::ResumeAll() {
  for (auto& [key, client] : clients_) client->ResumeReading();
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
