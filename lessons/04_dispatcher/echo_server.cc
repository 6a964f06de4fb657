// Signals in, bytes out.
#include "04_dispatcher/echo_server.h"

#include "01_blocking/error.h"

namespace l04 {

// One conversation. It reads while nothing is pending, and stops reading while the client does not
// take its echo: the one-shot read event makes that as easy as not calling Recv. While a client is
// idle it owns no buffer: one in the server serves all, since only one handler runs at a time.
// [client]
class EchoServer::Client {
 public:
  Client(EchoServer& server, std::unique_ptr<AsyncSocket> socket)
      : server_(server), socket_(std::move(socket)) {
    on_read_ = socket_->SignalReadEvent.connect(this, &Client::Receive);
    on_write_ = socket_->SignalWriteEvent.connect(this, &Client::SendRest);
    on_close_ = socket_->SignalCloseEvent.connect(this, &Client::End);
  }

  std::list<Client>::iterator self;  // where the server keeps this object

 private:
  void Receive(AsyncSocket*) {
    if (!rest_.empty()) return;  // no Recv, so no further read event until the rest is sent
    const int received = socket_->Recv(server_.room_.data(), server_.room_.size());
    if (received < 0) return;  // nothing there; if the connection ended, the close signal says so
    const std::size_t size = static_cast<std::size_t>(received);
    const std::size_t sent = Send(server_.room_.data(), size);
    rest_.assign(server_.room_.data() + sent, server_.room_.data() + size);
  }

  void SendRest(AsyncSocket*) {
    if (rest_.empty()) return;  // the first write event: there is room, and nothing to send
    const std::size_t sent = Send(rest_.data(), rest_.size());
    rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(sent));
    if (!rest_.empty()) return;  // the next write event tells when to go on
    rest_.shrink_to_fit();
    Receive(nullptr);  // arms the read event again
  }

  // Sends until the system takes no more. Returns how much it took.
  std::size_t Send(const std::byte* data, std::size_t size) {
    std::size_t begin = 0;
    while (begin < size) {
      const int sent = socket_->Send(data + begin, size - begin);
      if (sent < 0) break;  // the write event comes when there is room
      begin += static_cast<std::size_t>(sent);
    }
    return begin;
  }

  // Destroys this object, its socket and the connection through which it was called.
  void End(AsyncSocket*, int) { server_.clients_.erase(self); }

  EchoServer& server_;                   // owns this object
  std::unique_ptr<AsyncSocket> socket_;  // the client
  std::vector<std::byte> rest_;          // received and not echoed yet
  Connection on_read_;                   // declared last: no slot runs on a half-dead object
  Connection on_write_;
  Connection on_close_;
};
// [client]

EchoServer::EchoServer(const l01::Endpoint& local, Backend backend)
    : loop_(std::move(backend)), listener_(loop_.CreateAsyncSocket(local.family(), SOCK_STREAM)) {
  if (listener_->Bind(local) != 0) {
    throw l01::SocketError("bind", local.ToString(), listener_->ErrorText(listener_->GetError()));
  }
  if (listener_->Listen(l01::kBacklog) != 0) {
    throw l01::SocketError("listen", local.ToString(), listener_->ErrorText(listener_->GetError()));
  }
  on_accept_ = listener_->SignalReadEvent.connect([this](AsyncSocket*) { AcceptClient(); });
}

EchoServer::~EchoServer() = default;

void EchoServer::AcceptClient() {
  std::unique_ptr<AsyncSocket> socket = listener_->Accept(nullptr);
  if (!socket) return;  // the client has gone, or there is no descriptor: the signal comes again
  clients_.emplace_front(*this, std::move(socket));
  clients_.front().self = clients_.begin();
}

void EchoServer::Run() {
  if (!loop_.Wait(PhysicalSocketServer::kForever, true)) {
    throw l01::SocketError("wait", local().ToString(), loop_.LastError());
  }
}

}  // namespace l04
