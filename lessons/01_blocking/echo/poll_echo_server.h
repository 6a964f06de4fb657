// One thread, many clients: non-blocking sockets and poll(). The loop waits in one place for
// whatever happens first. Lesson 01.
#ifndef LESSONS_01_BLOCKING_ECHO_POLL_ECHO_SERVER_H_
#define LESSONS_01_BLOCKING_ECHO_POLL_ECHO_SERVER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "01_blocking/echo/connection.h"
#include "01_blocking/sockets/accept_pause.h"

namespace l01 {

/// An echo server that waits with poll (WSAPoll on Windows).
///
/// Run() on one thread; Stop() from any thread.
class PollEchoServer {
 public:
  /// Listens on `local`. @throws SocketError.
  explicit PollEchoServer(const Endpoint& local);
  ~PollEchoServer();

  /// The address it listens on.
  Endpoint local() const { return listener_.LocalEndpoint(); }
  /// Serves until Stop().
  void Run();
  /// Makes Run() return soon. Any thread; also before Run().
  void Stop();

  /// How often it has called poll. Only while Run() is not running.
  std::uint64_t waits() const { return waits_; }

 private:
  void BuildPollSet();
  void WaitForReadiness();          // poll: afterwards the set says who is ready
  void LookWithoutPoll(int error);  // poll was refused: tries everybody after a rest
  void AcceptOne();
  void AdvanceReadyConnections();

  Socket listener_;   // non-blocking
  Socket wake_recv_;  // readable when Stop() has been called: poll can wait for sockets only
  Socket wake_send_;  // Stop() sends one byte here
  std::vector<std::unique_ptr<EchoConnection>> connections_;  // same order as in poll_set_
  std::vector<pollfd> poll_set_;  // [0] wake_recv_, [1] listener_, then one per connection
  std::uint64_t waits_ = 0;       // calls of poll
  AcceptPause pause_;             // out of descriptors: leave the listener out of the poll set
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ECHO_POLL_ECHO_SERVER_H_
