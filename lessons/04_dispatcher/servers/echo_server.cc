// Signals in, bytes out.
#include "04_dispatcher/servers/echo_server.h"

#include "01_blocking/sockets/error.h"

namespace l04 {

// One conversation. It reads while nothing is pending, and stops reading while the client does not
// take its echo: the one-shot read event makes that as easy as not calling Recv. While a client is
// idle it owns no buffer, and the write signal has no slot: one buffer in the server serves all,
// since only one handler runs at a time.
//
// A client that half-closes gets all its bytes back: the close signal waits for the last Recv and
// for a Send that is blocked. One that resets the connection, or closes with its echo unread, is
// gone at once, whether we are reading or not.
class EchoServer::Client {
 public:
  Client(EchoServer& server, std::unique_ptr<AsyncSocket> socket)
      : server_(server), socket_(std::move(socket)) {
    on_read_ = socket_->SignalReadEvent.connect<&Client::Receive>(this);
    on_close_ = socket_->SignalCloseEvent.connect<&Client::End>(this);
  }

  std::list<Client>::iterator self;  // where the server keeps this object

 private:
  // What the client has not taken yet, and the signal that tells when to go on.
  struct Rest {
    std::vector<std::byte> bytes;
    Connection on_write;
  };

  void Receive(AsyncSocket*) {
    if (rest_) return;  // no Recv, so no further read event until the rest is sent
    const int received = socket_->Recv(server_.room_.data(), server_.room_.size());
    if (received < 0) return;  // nothing there; if the connection ended, the close signal says so
    const std::byte* const end = server_.room_.data() + received;
    const std::byte* const unsent = Send(server_.room_.data(), end);
    if (unsent == end) return;
    if (!socket_->IsBlocking()) return End(nullptr, 0);  // nobody will ever take the rest
    rest_ = std::make_unique<Rest>();
    rest_->bytes.assign(unsent, end);
    rest_->on_write = socket_->SignalWriteEvent.connect<&Client::SendRest>(this);
  }

  void SendRest(AsyncSocket*) {
    std::vector<std::byte>& bytes = rest_->bytes;
    const std::byte* const unsent = Send(bytes.data(), bytes.data() + bytes.size());
    bytes.erase(bytes.begin(), bytes.begin() + (unsent - bytes.data()));
    if (!bytes.empty()) {
      if (!socket_->IsBlocking()) End(nullptr, 0);  // destroys this object: nothing may follow
      return;                                       // the next write event tells when to go on
    }
    rest_.reset();
    Receive(nullptr);  // arms the read event again
  }

  // Sends until the system takes no more. Returns what is left.
  const std::byte* Send(const std::byte* begin, const std::byte* end) {
    while (begin < end) {
      const int sent = socket_->Send(begin, static_cast<std::size_t>(end - begin));
      if (sent < 0)
        break;  // "not now", and the write event comes; or broken, which the caller asks
      begin += sent;
    }
    return begin;
  }

  // Destroys this object, its socket and the connection through which it was called.
  void End(AsyncSocket*, int) { server_.clients_.erase(self); }

  EchoServer& server_;                   // owns this object
  std::unique_ptr<AsyncSocket> socket_;  // the client
  std::unique_ptr<Rest> rest_;           // null: everything is echoed
  Connection on_read_;                   // declared last: no slot runs on a half-dead object
  Connection on_close_;
};

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
