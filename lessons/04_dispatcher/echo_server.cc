// Signals in, bytes out.
#include "04_dispatcher/echo_server.h"

#include <array>

#include "01_blocking/error.h"

namespace l04 {

// One conversation. It reads while nothing is pending, and stops reading while the client does not
// take its echo: the one-shot read event makes that as easy as not calling Recv.
// [client]
class EchoServer::Client {
 public:
  Client(EchoServer& server, std::unique_ptr<AsyncSocket> socket)
      : server_(server), socket_(std::move(socket)) {
    on_read_ = socket_->SignalReadEvent.connect([this](AsyncSocket*) { Receive(); });
    on_write_ = socket_->SignalWriteEvent.connect([this](AsyncSocket*) {
      if (Flush() && read_waits_) Receive();
    });
    on_close_ = socket_->SignalCloseEvent.connect(
        [this](AsyncSocket* closed, int) { server_.Remove(closed); });
  }

 private:
  void Receive() {
    read_waits_ = begin_ < end_;
    if (read_waits_) return;  // no Recv, so no further read event until the rest is sent
    const int received = socket_->Recv(buffer_.data(), buffer_.size());
    if (received < 0) return;  // nothing there; if the connection ended, the close signal says so
    begin_ = 0;
    end_ = static_cast<std::size_t>(received);
    Flush();
  }

  // True if nothing is left to send.
  bool Flush() {
    while (begin_ < end_) {
      const int sent = socket_->Send(buffer_.data() + begin_, end_ - begin_);
      if (sent < 0) return false;  // the write signal tells when to go on
      begin_ += static_cast<std::size_t>(sent);
    }
    return true;
  }

  EchoServer& server_;                       // owns this object
  std::unique_ptr<AsyncSocket> socket_;      // the client
  std::array<std::byte, 16 * 1024> buffer_;  // what was received
  std::size_t begin_ = 0;                    // first byte that is not echoed yet
  std::size_t end_ = 0;                      // end of the received bytes
  bool read_waits_ = false;                  // a read event came while we could not read
  Connection on_read_;                       // declared last: no slot runs on a half-dead object
  Connection on_write_;
  Connection on_close_;
};
// [client]

EchoServer::EchoServer(const l01::Endpoint& local, BackendKind backend)
    : loop_(backend), listener_(loop_.CreateAsyncSocket(local.family(), SOCK_STREAM)) {
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
  AsyncSocket* key = socket.get();
  clients_[key] = std::make_unique<Client>(*this, std::move(socket));
}

// Called by the client's own close signal: it destroys the socket whose handler is running.
void EchoServer::Remove(AsyncSocket* socket) {
  clients_.erase(socket);
}

void EchoServer::Run() {
  if (!loop_.Wait(PhysicalSocketServer::kForever, true)) {
    throw l01::SocketError("wait", local().ToString(), loop_.LastError());
  }
}

}  // namespace l04
