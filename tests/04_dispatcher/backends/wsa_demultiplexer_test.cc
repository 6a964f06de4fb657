// WSAEventSelect below the loop: groups, several bits in one record, and what a message costs.
#include "04_dispatcher/backends/wsa_demultiplexer.h"

#include <gtest/gtest.h>

#include "02_wsaeventselect/winsock/startup.h"
#include "04_dispatcher/backends/winsock_socket_calls.h"
#include "tests/04_dispatcher/support/support.h"
#include "tests/support/wait.h"

namespace l04 {
namespace {

TEST(WsaDemultiplexer, RefusesMoreGroupsThanOneWaitTakesAndNone) {
  const l02::WinsockStartup winsock;
  EXPECT_THROW(WsaDemultiplexer{0}, std::invalid_argument);
  EXPECT_THROW(WsaDemultiplexer{64}, std::invalid_argument);
  WsaDemultiplexer most(kMostGroups);
}

// A loop on WSAEventSelect whose calls are counted.
class WsaLoop {
 public:
  explicit WsaLoop(std::size_t groups)
      : demultiplexer_(new WsaDemultiplexer(groups)),
        loop_({std::make_unique<WinsockSocketCalls>(),
               std::unique_ptr<Demultiplexer>(demultiplexer_)}) {
    listener_ = loop_.CreateAsyncSocket(AF_INET, SOCK_STREAM);
    listener_->Bind(l01::Endpoint::Loopback());
    listener_->Listen(200);
  }

  // So many connections, both ends on this loop.
  void Grow(std::size_t connections) {
    while (ends_.size() < 2 * connections) {
      auto client = loop_.CreateAsyncSocket(AF_INET, SOCK_STREAM);
      client->Connect(listener_->GetLocalAddress());
      std::unique_ptr<AsyncSocket> server;
      PumpUntil([&] { return (server = listener_->Accept(nullptr)) != nullptr; });
      ends_.push_back(std::move(client));
      ends_.push_back(std::move(server));
    }
    // The first one announces that all are writable, the second one tells the system what is left.
    for (int i = 0; i < 3; ++i) loop_.Wait(20, true);
  }

  // The calls for ten messages on the first connection while all others are silent.
  l02::CallCounts Measure() {
    int reads = 0;
    const Connection on_read = ends_[1]->SignalReadEvent.connect([&](AsyncSocket* socket) {
      char room[16];
      if (socket->Recv(room, sizeof room) > 0) ++reads;
    });
    const l02::CallCounts before = demultiplexer_->counts();
    for (int i = 1; i <= kMessages; ++i) {
      ends_[0]->Send("hello", 5);
      PumpUntil([&] { return reads == i; });
    }
    EXPECT_EQ(reads, kMessages);
    const l02::CallCounts after = demultiplexer_->counts();
    return {after.waits - before.waits, after.selects - before.selects, after.enums - before.enums};
  }

  static constexpr int kMessages = 10;

 private:
  void PumpUntil(const std::function<bool()>& done) {
    test_support::WaitUntil([&] {
      if (done()) return true;
      loop_.Wait(1, true);
      return false;  // asks once per turn: `done` may accept a connection
    });
  }

  l02::WinsockStartup winsock_;      // before the demultiplexer makes its events
  WsaDemultiplexer* demultiplexer_;  // owned by loop_
  PhysicalSocketServer loop_;
  std::unique_ptr<AsyncSocket> listener_;
  std::vector<std::unique_ptr<AsyncSocket>> ends_;
};

TEST(WsaCosts, OfAMessageGrowWithTheSocketsOfItsGroupAndNotWithAllOfThem) {
  WsaLoop grouped(kMostGroups), webrtc(1);
  std::uint64_t enums[2][2];
  for (const std::size_t sockets : {std::size_t{10}, std::size_t{500}}) {
    const bool many = sockets == 500;
    grouped.Grow(sockets / 2);
    webrtc.Grow(sockets / 2);
    const l02::CallCounts spread = grouped.Measure(), shared = webrtc.Measure();
    enums[0][many] = spread.enums;
    enums[1][many] = shared.enums;
    EXPECT_EQ(spread.selects, 0U) << "no WSAEventSelect per message";
    EXPECT_EQ(shared.selects, 0U);
    std::printf("%zu sockets, enumerations per message: %.1f in %zu groups, %.1f in one\n", sockets,
                static_cast<double>(spread.enums) / WsaLoop::kMessages, std::size_t{kMostGroups},
                static_cast<double>(shared.enums) / WsaLoop::kMessages);
  }
  // 501 sockets in 63 groups are 8 in the largest one.
  EXPECT_EQ(enums[0][0], 1U * WsaLoop::kMessages);
  EXPECT_EQ(enums[0][1], 8U * WsaLoop::kMessages);
  EXPECT_EQ(enums[1][1], 501U * WsaLoop::kMessages);
}

TEST(WsaDemultiplexer, OneReportHoldsSeveralFlagsAndNoneIsLost) {
  WinsockSocketCalls calls;
  WsaDemultiplexer demultiplexer(kMostGroups);
  const Handle listener = calls.Open(AF_INET, SOCK_STREAM);
  calls.Bind(listener, l01::Endpoint::Loopback());
  calls.Listen(listener, 1);
  const Handle client = calls.Open(AF_INET, SOCK_STREAM);
  calls.Connect(client, calls.LocalEndpoint(listener));
  Handle server = kNoHandle;
  l01::Endpoint peer;
  ASSERT_TRUE(test_support::WaitUntil(
      [&] { return (server = calls.Accept(listener, &peer)) != kNoHandle; }));
  ASSERT_EQ(calls.Send(server, "x", 1), 1);
  ASSERT_TRUE(test_support::WaitUntil([&] { return calls.Peek(client) == 1; }));
  constexpr DispatcherKey kKey = 1ULL << 32;
  demultiplexer.Set(kKey, client, DE_READ | DE_WRITE | DE_CONNECT);
  std::uint32_t flags = 0;
  int reports = 0;
  std::vector<ReadyEvent> ready;
  ASSERT_TRUE(test_support::WaitUntil([&] {
    demultiplexer.Wait(0, true, &ready);
    for (const ReadyEvent& event : ready) {
      EXPECT_EQ(event.key, kKey);
      flags |= event.flags;
      ++reports;
    }
    return flags == (DE_READ | DE_WRITE | DE_CONNECT);
  }));
  EXPECT_LE(reports, 2) << "a bit per report would be three";
  demultiplexer.Erase(kKey);
  for (const Handle handle : {client, server, listener}) calls.Close(handle);
}

TEST(WsaDemultiplexer, ASocketThatWasClosedBehindItsBackIsReportedAndTheOthersGoOn) {
  WinsockSocketCalls calls;
  WsaDemultiplexer demultiplexer(1);
  const Handle lost = calls.Open(AF_INET, SOCK_DGRAM), fine = calls.Open(AF_INET, SOCK_DGRAM);
  for (const Handle handle : {lost, fine}) calls.Bind(handle, l01::Endpoint::Loopback());
  constexpr DispatcherKey kLost = 1ULL << 32, kFine = kLost + 1;
  demultiplexer.Set(kLost, lost, DE_READ);
  demultiplexer.Set(kFine, fine, DE_READ);
  calls.SendTo(fine, "x", 1, calls.LocalEndpoint(fine));
  calls.Close(lost);
  std::vector<ReadyEvent> ready;
  bool lost_told = false, fine_told = false;
  EXPECT_TRUE(test_support::WaitUntil([&] {
    demultiplexer.Wait(0, true, &ready);
    for (const ReadyEvent& event : ready) {
      lost_told = lost_told || (event.key == kLost && event.flags == DE_CLOSE && event.error != 0);
      fine_told = fine_told || (event.key == kFine && event.flags == DE_READ);
    }
    return lost_told && fine_told;
  }));
  demultiplexer.Erase(kFine);
  calls.Close(fine);
}

}  // namespace
}  // namespace l04
