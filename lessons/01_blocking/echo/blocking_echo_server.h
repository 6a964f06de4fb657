// `serve --mode blocking`: the one-by-one server, with a way to stop it. Lesson 01.
#ifndef LESSONS_01_BLOCKING_ECHO_BLOCKING_ECHO_SERVER_H_
#define LESSONS_01_BLOCKING_ECHO_BLOCKING_ECHO_SERVER_H_

#include <mutex>

#include "01_blocking/sockets/accept_pause.h"
#include "01_blocking/sockets/socket.h"

namespace l01 {

/// An echo server that serves one client at a time; the others wait. Run() on one thread; Stop()
/// from any thread.
class BlockingEchoServer {
 public:
  /// Listens on `local`. @throws SocketError.
  explicit BlockingEchoServer(const Endpoint& local);

  /// The address it listens on.
  Endpoint local() const { return listener_.LocalEndpoint(); }
  /// Serves until Stop(). @throws SocketError if accepting fails for good.
  void Run();
  /// Makes Run() return soon: ends the running conversation. Any thread; also before Run(), and
  /// more than once.
  void Stop();

 private:
  bool Begin(const Socket& client);
  void End();
  bool IsStopping();

  Socket listener_;                   // blocking
  AcceptPause pause_;                 // of Run()
  std::mutex mutex_;                  // guards the two members below
  bool stopping_ = false;             // Stop() was called
  NativeSocket current_ = kNoSocket;  // the client that is being served
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ECHO_BLOCKING_ECHO_SERVER_H_
