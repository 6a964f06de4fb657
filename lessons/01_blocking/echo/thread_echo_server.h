// A thread per connection: the blocking code again, once per client, all at the same time. Lesson
// 01.
//
// Nobody starves, and each conversation reads like a story from top to bottom. The price: every
// client costs a thread with its stack (8 MiB of address space on Linux) and a place in the
// scheduler, and what the conversations share needs locks.
#ifndef LESSONS_01_BLOCKING_ECHO_THREAD_ECHO_SERVER_H_
#define LESSONS_01_BLOCKING_ECHO_THREAD_ECHO_SERVER_H_

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>

#include "01_blocking/sockets/accept_pause.h"
#include "01_blocking/sockets/readiness.h"
#include "01_blocking/sockets/socket.h"

namespace l01 {

/// An echo server with one thread per client. Run() on one thread; Stop() from any thread.
class ThreadEchoServer {
 public:
  /// Listens on `local`. @throws SocketError.
  explicit ThreadEchoServer(const Endpoint& local);
  ~ThreadEchoServer();
  ThreadEchoServer(const ThreadEchoServer&) = delete;
  ThreadEchoServer& operator=(const ThreadEchoServer&) = delete;

  /// The address it listens on.
  Endpoint local() const { return listener_.LocalEndpoint(); }
  /// Serves until Stop(); then ends the conversations that are still open.
  /// @throws SocketError if accepting fails for good.
  void Run();
  /// Makes Run() return soon. Any thread; also before Run().
  void Stop();
  /// The most threads that ran conversations at the same time. Any thread.
  int most_threads() const { return most_threads_; }

 private:
  struct Conversation {
    Socket client;                   // used by `thread`, which closes it
    std::thread thread;              // runs EchoUntilEnd
    std::atomic<bool> done = false;  // the thread has nothing more to do: join it
  };

  void Start(Socket client);
  void JoinFinished();
  void EndAll();

  Socket listener_;                        // blocking
  AcceptPause pause_;                      // of Run()
  std::mutex closing_;                     // guards the end of each conversation's socket
  std::list<Conversation> conversations_;  // a list: the threads hold references to its entries
  std::atomic<bool> stopping_ = false;     // Stop() was called
  std::atomic<int> most_threads_ = 0;      // the largest size of conversations_
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ECHO_THREAD_ECHO_SERVER_H_
