// A bench for the parts of an emulated socket: a kernel socket and an association, without the API.
#ifndef TESTS_02_WSAEVENTSELECT_EMULATION_PARTS_H_
#define TESTS_02_WSAEVENTSELECT_EMULATION_PARTS_H_

#include <gtest/gtest.h>
#include <poll.h>

#include <memory>
#include <string>
#include <utility>

#include "01_blocking/sockets/pair.h"
#include "02_wsaeventselect/emulation/association.h"
#include "02_wsaeventselect/emulation/connection.h"
#include "02_wsaeventselect/emulation/kernel_socket.h"

namespace l02_test {

/// A kernel socket with the association that the parts post to.
class Bench : public l02::ActivitySource {
 public:
  explicit Bench(int type = SOCK_STREAM, const l02::Profile& profile = kDefault)
      : Bench(Open(type), type, profile) {}
  Bench(l02::Descriptor fd, int type, const l02::Profile& profile = kDefault)
      : kernel(std::move(fd), AF_INET, type == SOCK_STREAM, profile), association(*this, kernel) {}

  virtual ~Bench() = default;

  std::uint64_t id() const override { return 1; }
  int descriptor() const override { return kernel.fd(); }
  void Look() override {}

  /// Selects all events, for an event of its own.
  void SelectAll() { association.Select(event, FD_ALL_EVENTS); }
  /// What an enumeration returns now.
  long Take() {
    int errors[FD_MAX_EVENTS] = {};
    return association.Enumerate(errors);
  }
  /// Binds to 127.0.0.1 and a free port.
  void BindToLoopback() {
    const auto any = l01::Endpoint::Loopback();
    EXPECT_TRUE(kernel.Bind(any.data(), static_cast<int>(any.size())).ok());
  }
  l01::Endpoint Local() const {
    l02::AnyAddress address;
    EXPECT_TRUE(kernel.LocalAddress(address).ok());
    return {address.data(), address.size};
  }

  static constexpr l02::Profile kDefault{};  // outlives every bench
  l02::KernelSocket kernel;
  l02::Association association;
  std::shared_ptr<l02::EmulatedEvent> event = std::make_shared<l02::EmulatedEvent>(true, false);

 private:
  static l02::Descriptor Open(int type) {
    int error = 0;
    l02::Descriptor fd = l02::KernelSocket::Open(AF_INET, type, 0, error);
    EXPECT_EQ(0, error);
    return fd;
  }
};

/// A bench whose socket is connected to `peer`.
struct ConnectedBench {
  explicit ConnectedBench(const l02::Profile& profile = Bench::kDefault)
      : ConnectedBench(l01::ConnectedPair(), profile) {}

  l01::Socket peer;  // blocking
  Bench bench;       // non-blocking
  l02::Connection connection{bench.kernel, bench.association, l02::Connection::Phase::kConnected};

 private:
  ConnectedBench(std::pair<l01::Socket, l01::Socket> ends, const l02::Profile& profile)
      : peer(std::move(ends.first)),
        bench(NonBlocking(std::move(ends.second)), SOCK_STREAM, profile) {}
  static l02::Descriptor NonBlocking(l01::Socket socket) {
    socket.SetNonBlocking(true);
    return l02::Descriptor(socket.Release());
  }
};

}  // namespace l02_test

#endif  // TESTS_02_WSAEVENTSELECT_EMULATION_PARTS_H_
