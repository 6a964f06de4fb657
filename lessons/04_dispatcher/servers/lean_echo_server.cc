// Signals in, bytes out, once more.
#include "04_dispatcher/servers/lean_echo_server.h"

#include <utility>
#include <vector>

#include "03_epoll/servers/edge_drain.h"

namespace l04 {
namespace {

constexpr int kMostAccepts = 64;  // clients per turn

}  // namespace

// One conversation: EchoServer::Client on another kind of socket. See there.
class LeanEchoServer::Client {
 public:
  Client(LeanEchoServer& server, int fd) : socket(fd, server.backlog_), server_(server) {
    ListenForBytes();
    on_close_ = socket.SignalCloseEvent.connect<&Client::End>(this);
  }

  LeanSocket socket;                 // the client
  std::list<Client>::iterator self;  // where the server keeps this object

 private:
  void ListenForBytes() { on_ready_ = socket.SignalReadEvent.connect<&Client::Receive>(this); }

  void Receive(LeanSocket*) {
    const int received = socket.Recv(server_.room_.data(), server_.room_.size());
    if (received < 0) return;
    const std::byte* const end = server_.room_.data() + received;
    const std::byte* const unsent = Send(server_.room_.data(), end);
    if (unsent == end) return;
    // Without memory for the rest the exception ends the server: no slot may throw.
    on_ready_ = socket.SignalWriteEvent.connect(
        [this, rest = std::vector(unsent, end)](LeanSocket*) mutable { SendRest(rest); });
  }

  // Called by the slot that owns `rest`, which lives until the call returns.
  void SendRest(std::vector<std::byte>& rest) {
    const std::byte* const unsent = Send(rest.data(), rest.data() + rest.size());
    rest.erase(rest.begin(), rest.begin() + (unsent - rest.data()));
    if (rest.empty()) ListenForBytes();
  }

  // Sends until the system takes no more. Returns what is left.
  const std::byte* Send(const std::byte* begin, const std::byte* end) {
    while (begin < end) {
      const int sent = socket.Send(begin, static_cast<std::size_t>(end - begin));
      if (sent < 0) break;
      begin += sent;
    }
    return begin;
  }

  void End(LeanSocket*) {
    server_.epoll().Remove(socket.fd());  // before close: see Epoll::Remove
    socket.Close();
    server_.ended_.splice(server_.ended_.begin(), server_.clients_, self);
  }

  LeanEchoServer& server_;  // owns this object
  Connection on_ready_;     // what it waits for: bytes, or room for the rest
  Connection on_close_;     // declared last: no slot runs on a half-dead object
};

LeanEchoServer::LeanEchoServer(l01::Socket listener)
    : EpollServer(std::move(listener), EPOLLIN | EPOLLET) {}

LeanEchoServer::~LeanEchoServer() = default;

std::uint64_t LeanEchoServer::Adopt(l01::Socket client) {
  client.SetNonBlocking(true);
  clients_.emplace_front(*this, client.native());
  client.Release();  // now that somebody else owns it
  clients_.front().self = clients_.begin();
  return reinterpret_cast<std::uintptr_t>(&clients_.front());
}

void LeanEchoServer::Forget(std::uint64_t key) {
  clients_.erase(reinterpret_cast<Client*>(key)->self);
}

void LeanEchoServer::OnConnection(std::uint64_t key, std::uint32_t events) {
  reinterpret_cast<Client*>(key)->socket.OnEvents(events);
}

void LeanEchoServer::OnTurnEnd() {
  for (int i = 0; i < kMostAccepts && more_clients_; ++i) {
    more_clients_ = AcceptOne(l03::kEveryEdge);
  }
  backlog_.EndTurn();
  // Nothing points any more at those who ended in the turn before.
  ended_before_.clear();
  ended_before_.swap(ended_);
}

}  // namespace l04
