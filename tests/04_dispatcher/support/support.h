// The fixtures of lesson 04's tests: every behaviour is tested in every world of this build, that
// is, on each backend over IPv4 and IPv6.
#ifndef TESTS_04_DISPATCHER_SUPPORT_SUPPORT_H_
#define TESTS_04_DISPATCHER_SUPPORT_SUPPORT_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "tests/04_dispatcher/support/faulty_calls.h"

namespace l04 {

/// Where a test runs.
struct World {
  std::string name;               // "epoll_IPv6"
  std::function<Backend()> make;  // its backend
  int family = AF_INET;           // its addresses

  friend void PrintTo(const World& world, std::ostream* out) { *out << world.name; }
};

/// The network in memory, epoll, WSAEventSelect with many groups and with one.
std::vector<World> AllWorlds();

/// Those with a real system below.
std::vector<World> RealWorlds();

/// True if this is a Windows program that runs under Wine, whose Winsock differs in places.
bool RunsUnderWine();

/// The name of a world for gtest.
std::string WorldName(const testing::TestParamInfo<World>& info);

/// Notes every signal of a socket. The socket may be destroyed while this lives.
class Recorder {
 public:
  explicit Recorder(AsyncSocket& socket);

  /// The signals so far, in order: "connect write read close ".
  std::string heard;
  /// The code of the last close signal; -1 if there was none.
  int close_error = -1;

  /// How often a signal was heard.
  int Count(const std::string& signal) const;

 private:
  Connection on_connect_, on_read_, on_write_, on_close_;
};

/// A loop, a listener, and helpers that pump the loop until something holds.
class LoopTest : public testing::TestWithParam<World> {
 protected:
  using SocketPair = std::pair<std::unique_ptr<AsyncSocket>, std::unique_ptr<AsyncSocket>>;

  LoopTest();

  /// A TCP socket of this world's family.
  std::unique_ptr<AsyncSocket> Make() { return Make(SOCK_STREAM); }
  std::unique_ptr<AsyncSocket> Make(int type);
  l01::Endpoint Loopback() const { return l01::Endpoint::Loopback(0, GetParam().family); }
  /// A listening socket on a free loopback port.
  std::unique_ptr<AsyncSocket> MakeListener();
  /// Two connected sockets of this loop, which have had their first write signal. The first is the
  /// client.
  SocketPair MakePair();
  /// An address on which nobody listens.
  l01::Endpoint DeadEndpoint();
  bool IsFake() const { return GetParam().name.starts_with("fake"); }

  /// Runs the loop until `done`. Returns false when patience is over.
  bool Pump(const std::function<bool()>& done);
  /// Runs the loop for a short while in which nothing should happen.
  void PumpQuietly() { loop_.Wait(IsFake() ? 1 : kQuietMs, true); }
  /// Pumps until `size` bytes have been received.
  std::string Receive(AsyncSocket& socket, std::size_t size);

  static constexpr int kQuietMs = 30;
  Faults faults_;
  PhysicalSocketServer loop_;

 private:
  std::unique_ptr<AsyncSocket> dead_;  // bound and not listening
};

/// Sends until the socket blocks. Returns the bytes that were taken.
std::size_t FillUntilBlocked(AsyncSocket& socket);

/// Every byte is another one than its neighbours.
std::string Pattern(std::size_t size);

#define INSTANTIATE_IN_ALL_WORLDS(Suite) \
  INSTANTIATE_TEST_SUITE_P(Worlds, Suite, testing::ValuesIn(AllWorlds()), WorldName)
#define INSTANTIATE_IN_REAL_WORLDS(Suite) \
  INSTANTIATE_TEST_SUITE_P(Worlds, Suite, testing::ValuesIn(RealWorlds()), WorldName)

}  // namespace l04

#endif  // TESTS_04_DISPATCHER_SUPPORT_SUPPORT_H_
