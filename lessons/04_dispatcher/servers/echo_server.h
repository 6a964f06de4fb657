// The echo server once more, now told by signals instead of asking a loop. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_SERVERS_ECHO_SERVER_H_
#define LESSONS_04_DISPATCHER_SERVERS_ECHO_SERVER_H_

#include <array>
#include <cstddef>
#include <list>
#include <memory>

#include "01_blocking/sockets/socket.h"
#include "04_dispatcher/loop/physical_socket_server.h"

namespace l04 {

/// An echo server on a PhysicalSocketServer. Run() on one thread; Stop() from any thread.
class EchoServer {
 public:
  /// Listens on `local`. @throws l01::SocketError.
  EchoServer(const l01::Endpoint& local, BackendKind backend)
      : EchoServer(local, MakeBackend(backend)) {}
  /// Uses parts that the caller made. @throws l01::SocketError.
  EchoServer(const l01::Endpoint& local, Backend backend);
  ~EchoServer();

  /// The address it listens on.
  l01::Endpoint local() const { return listener_->GetLocalAddress(); }
  /// Serves until Stop(). @throws l01::SocketError if waiting fails for good.
  void Run();
  /// Makes Run() return soon. Any thread; also before Run().
  void Stop() { loop_.WakeUp(); }
  /// The loop, for other dispatchers on it. They must be gone before this object.
  PhysicalSocketServer& loop() { return loop_; }
  /// How many clients are connected. Only while Run() is not running.
  std::size_t clients() const { return clients_.size(); }

 private:
  class Client;

  void AcceptClient();

  PhysicalSocketServer loop_;              // declared first: sockets die before their loop
  std::unique_ptr<AsyncSocket> listener_;  // where clients come in
  std::array<std::byte, 64 * 1024> room_;  // what was just received, from whomever
  std::list<Client> clients_;              // who is connected
  Connection on_accept_;                   // listener_'s read signal
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SERVERS_ECHO_SERVER_H_
