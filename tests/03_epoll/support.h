// What the tests of lesson 03 share.
#ifndef TESTS_03_EPOLL_SUPPORT_H_
#define TESTS_03_EPOLL_SUPPORT_H_

#include <sys/resource.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "01_blocking/socket.h"
#include "03_epoll/edge_echo_server.h"
#include "03_epoll/level_echo_server.h"
#include "03_epoll/one_shot_echo_server.h"
#include "tests/support/child_process.h"

namespace l03 {

/// Sends all of `text` on a blocking socket.
void SendText(l01::Socket& socket, std::string_view text);
/// Receives until the end of the stream, an error, or `size` bytes.
std::string ReceiveText(l01::Socket& socket, std::size_t size);
/// Text in which every position is recognisable.
std::string Pattern(std::size_t size, std::uint32_t salt = 0);
/// Sends on a non-blocking socket until it says "would block". Returns the bytes it took.
std::size_t SendUntilWouldBlock(l01::Socket& socket);

/// A blocking listener on loopback with a free port.
l01::Socket AnyListener();

/// A server of each kind, with the loop or the workers that the tests use.
template <typename Server>
std::unique_ptr<Server> MakeServer(l01::Socket listener = AnyListener()) {
  return std::make_unique<Server>(std::move(listener));
}
template <>
inline std::unique_ptr<OneShotEchoServer> MakeServer(l01::Socket listener) {
  return std::make_unique<OneShotEchoServer>(std::move(listener), 2);
}

/// Runs a server on a thread for the life of this object.
template <typename Server>
class Running {
 public:
  explicit Running(Server& server) : server_(server), thread_([&server] { server.Run(); }) {}
  ~Running() { Stop(); }
  void Stop() {
    if (!thread_.joinable()) return;
    server_.Stop();
    thread_.join();
  }

 private:
  Server& server_;      // runs on thread_
  std::thread thread_;  // until Stop()
};

/// Lowers the limit of open descriptors for the life of this object.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t limit);
  ~DescriptorLimit();

 private:
  rlimit former_{};  // what it was
};

/// `03_epoll serve …` as a process, perhaps with words such as strace in front.
class ServeProcess {
 public:
  explicit ServeProcess(const std::vector<std::string>& serve_arguments,
                        std::vector<std::string> in_front = {});
  l01::Endpoint endpoint() const { return endpoint_; }
  test_support::ChildProcess& process() { return *process_; }
  /// Ends it with SIGTERM and returns its exit code.
  int Stop();

 private:
  std::unique_ptr<test_support::ChildProcess> process_;  // the server
  l01::Endpoint endpoint_;                               // where it listens
};

/// strace in front of a command: it makes system calls fail as `fault` says.
std::vector<std::string> WithFault(const std::string& fault);

/// strace in front of a command: it counts the calls, and Read() tells after the command has ended.
class CallCounter {
 public:
  CallCounter();
  ~CallCounter();
  std::vector<std::string> words() const;
  std::map<std::string, std::uint64_t> Read() const;

 private:
  std::string path_;  // where strace writes its table
};

/// strace in front of a command: it writes each call into a file while the command runs, so that
/// Count() tells how many there have been so far.
class CallLog {
 public:
  CallLog();
  ~CallLog();
  std::vector<std::string> words() const;
  std::uint64_t Count(const std::string& call) const;

 private:
  std::string path_;  // where strace writes
};

}  // namespace l03

#endif  // TESTS_03_EPOLL_SUPPORT_H_
