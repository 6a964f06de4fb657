// What the tests of lesson 03 share.
#ifndef TESTS_03_EPOLL_SUPPORT_SUPPORT_H_
#define TESTS_03_EPOLL_SUPPORT_SUPPORT_H_

#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "01_blocking/sockets/socket.h"
#include "03_epoll/servers/edge_echo_server.h"
#include "03_epoll/servers/lean_echo_server.h"
#include "03_epoll/servers/level_echo_server.h"
#include "03_epoll/servers/one_shot_echo_server.h"
#include "tests/support/descriptor_limit.h"
#include "tests/support/in_front.h"
#include "tests/support/pattern.h"
#include "tests/support/server_process.h"

namespace l03 {

using test_support::DescriptorLimit;
using test_support::kNoNewDescriptor;

using test_support::Pattern;

/// Sends all of `text` on a blocking socket.
void SendText(l01::Socket& socket, std::string_view text);
/// Receives until the end of the stream, an error, or `size` bytes.
std::string ReceiveText(l01::Socket& socket, std::size_t size);
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

/// `03_epoll serve` with these options as a process, perhaps with words such as strace in front.
test_support::ServerProcess Serve(const std::vector<std::string>& options,
                                  const std::vector<std::string>& in_front = {});

}  // namespace l03

#endif  // TESTS_03_EPOLL_SUPPORT_SUPPORT_H_
