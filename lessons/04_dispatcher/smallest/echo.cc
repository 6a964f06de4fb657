// The smallest complete program on this layer: an echo server that is told by signals what happens.
// [smallest-echo]
#include <cstdio>
#include <list>
#include <memory>
#include <string>

#include "04_dispatcher/loop/physical_socket_server.h"

namespace {

using l04::AsyncSocket;

// One client. It is in the list `all`, and leaves it when the connection has ended.
struct Client {
  Client(std::unique_ptr<AsyncSocket> its_socket, std::list<Client>& all)
      : socket(std::move(its_socket)) {
    on_read = socket->SignalReadEvent.connect([this](AsyncSocket*) { Echo(); });
    on_write = socket->SignalWriteEvent.connect([this](AsyncSocket*) { Echo(); });
    on_close = socket->SignalCloseEvent.connect([this, &all](AsyncSocket*, int /*error*/) {
      all.remove_if([this](const Client& one) { return &one == this; });  // destroys this object
    });
  }

  void Echo() {
    SendRest();
    if (!rest.empty()) return;  // no Recv, so no further read event: the client must read first
    char room[4096];
    const int received = socket->Recv(room, sizeof room);  // arms the read event again
    if (received > 0) rest.assign(room, static_cast<std::size_t>(received));
    SendRest();
  }

  // A send that is short or would block arms the write event.
  void SendRest() {
    if (rest.empty()) return;
    const int sent = socket->Send(rest.data(), rest.size());
    if (sent > 0) rest.erase(0, static_cast<std::size_t>(sent));
  }

  std::unique_ptr<AsyncSocket> socket;          // owns the connection
  std::string rest;                             // received, and not sent back yet
  l04::Connection on_read, on_write, on_close;  // declared last: no slot runs on a half-dead object
};

}  // namespace

int main() {
  l04::PhysicalSocketServer loop(l04::MakeBackend(l04::BackendKind::kEpoll));
  std::list<Client> clients;
  const std::unique_ptr<AsyncSocket> listener = loop.CreateAsyncSocket(AF_INET, SOCK_STREAM);
  if (listener->Bind(l01::Endpoint::Loopback()) != 0 || listener->Listen(512) != 0) {
    std::fprintf(stderr, "listen: %s\n", listener->ErrorText(listener->GetError()).c_str());
    return 1;
  }
  const l04::Connection on_accept = listener->SignalReadEvent.connect([&](AsyncSocket*) {
    std::unique_ptr<AsyncSocket> socket = listener->Accept(nullptr);  // arms the event again
    if (socket) clients.emplace_front(std::move(socket), clients);
  });
  std::printf("listening on %s\n", listener->GetLocalAddress().ToString().c_str());
  std::fflush(stdout);
  return loop.Wait(l04::PhysicalSocketServer::kForever, true) ? 0 : 1;
}
// [smallest-echo]
