// Signals in, bytes out.
#include "04_dispatcher/servers/echo_server.h"

#include <vector>

#include "01_blocking/sockets/error.h"

namespace l04 {

// One conversation. It either waits to read or waits to write, never both: it listens to the read
// signal, and while the client does not take its echo to the write signal instead. That is all of
// back-pressure: nobody calls Recv meanwhile. A read event that comes then is not lost; it is told
// when the read signal has a slot again.
//
// While a client is idle it owns no buffer: one in the server serves all, since only one handler
// runs at a time. What a client has not taken yet lives in the slot that sends it.
//
// A client that half-closes gets all its bytes back: the close signal waits for the last Recv and
// for a Send that is blocked. One that resets the connection, or closes with its echo unread, is
// gone at once, whether we are reading or not.
// [echo-client]
class EchoServer::Client {
 public:
  Client(EchoServer& server, std::unique_ptr<AsyncSocket> socket)
      : server_(server), socket_(std::move(socket)) {
    ListenForBytes();
    on_close_ = socket_->SignalCloseEvent.connect<&Client::End>(this);
  }

  std::list<Client>::iterator self;  // where the server keeps this object

 private:
  void ListenForBytes() { on_ready_ = socket_->SignalReadEvent.connect<&Client::Receive>(this); }

  void Receive(AsyncSocket*) {
    const int received = socket_->Recv(server_.room_.data(), server_.room_.size());
    if (received < 0) return;  // nothing there; if the connection ended, the close signal says so
    const std::byte* const end = server_.room_.data() + received;
    const std::byte* const unsent = Send(server_.room_.data(), end);
    if (unsent == end) return;
    if (!socket_->IsBlocking()) return End(nullptr, 0);  // nobody will ever take the rest
    on_ready_ = socket_->SignalWriteEvent.connect(
        [this, rest = std::vector(unsent, end)](AsyncSocket*) mutable { SendRest(rest); });
  }

  // Called by the slot that owns `rest`. It lives until the call returns, whatever happens to the
  // connection.
  void SendRest(std::vector<std::byte>& rest) {
    const std::byte* const unsent = Send(rest.data(), rest.data() + rest.size());
    rest.erase(rest.begin(), rest.begin() + (unsent - rest.data()));
    if (rest.empty()) return ListenForBytes();
    if (!socket_->IsBlocking()) End(nullptr, 0);  // destroys this object: nothing may follow
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
  Connection on_ready_;                  // what it waits for: bytes, or room for the rest
  Connection on_close_;                  // declared last: no slot runs on a half-dead object
};
// [echo-client]

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
