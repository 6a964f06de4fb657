// The fixtures of lesson 04's tests: every behaviour is tested on every backend of this build.
#ifndef TESTS_04_DISPATCHER_SUPPORT_H_
#define TESTS_04_DISPATCHER_SUPPORT_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "04_dispatcher/physical_socket_server.h"

namespace l04 {

/// Lets gtest print a backend by its name.
inline void PrintTo(BackendKind kind, std::ostream* out) {
  *out << ToString(kind);
}

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
class LoopTest : public testing::TestWithParam<BackendKind> {
 protected:
  LoopTest();

  std::unique_ptr<AsyncSocket> Make(int family = AF_INET);
  /// A listening socket on a free loopback port.
  std::unique_ptr<AsyncSocket> MakeListener(int family = AF_INET);
  /// Two connected sockets of this loop. The first is the client.
  std::pair<std::unique_ptr<AsyncSocket>, std::unique_ptr<AsyncSocket>> MakePair();
  /// An address on which nobody listens.
  l01::Endpoint DeadEndpoint();

  /// Runs the loop until `done`. Returns false after 10 s.
  bool Pump(const std::function<bool()>& done);
  /// Runs the loop for a short while in which nothing should happen.
  void PumpQuietly() { loop_.Wait(kQuietMs, true); }
  /// Pumps until `size` bytes have been received.
  std::string Receive(AsyncSocket& socket, std::size_t size);

  static constexpr int kQuietMs = 100;
  PhysicalSocketServer loop_;

 private:
  std::unique_ptr<AsyncSocket> dead_;  // bound and not listening
};

/// Sends until the socket blocks. Returns the bytes that were taken.
std::size_t FillUntilBlocked(AsyncSocket& socket);

/// The name of a backend for gtest.
std::string BackendName(const testing::TestParamInfo<BackendKind>& info);

#define INSTANTIATE_FOR_ALL_BACKENDS(Suite) \
  INSTANTIATE_TEST_SUITE_P(Backends, Suite, testing::ValuesIn(AvailableBackends()), BackendName)

}  // namespace l04

#endif  // TESTS_04_DISPATCHER_SUPPORT_H_
