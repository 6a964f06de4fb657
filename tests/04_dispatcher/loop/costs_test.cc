// What a message, a post and an idle client cost the loop: counted, not timed. Linux only.
#include <gtest/gtest.h>

#include <thread>

#include "03_epoll/epoll/descriptor_limit.h"
#include "04_dispatcher/backends/epoll_demultiplexer.h"
#include "04_dispatcher/backends/posix_socket_calls.h"
#include "04_dispatcher/servers/echo_server.h"
#include "tests/04_dispatcher/support/faulty_calls.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/child_process.h"
#include "tests/support/wait.h"

namespace l04 {
namespace {

using test_support::Allocations;
using test_support::ChildProcess;
using test_support::LiveBytes;

// epoll, with its calls counted.
struct Counted {
  Counted() : demultiplexer(new EpollDemultiplexer) {}
  Backend TakeBackend() {
    return {std::make_unique<FaultyCalls>(std::make_unique<PosixSocketCalls>(), calls),
            std::unique_ptr<Demultiplexer>(demultiplexer)};
  }
  Faults calls;
  EpollDemultiplexer* demultiplexer;  // owned by the backend
};

// A hundred clients and their server, on one loop and one thread: every count is exact.
class HundredClients : public testing::Test {
 protected:
  static constexpr int kClients = 100;

  struct End {
    std::unique_ptr<AsyncSocket> socket;
    Connection on_read;
  };

  HundredClients() : loop_(counted_.TakeBackend()) {
    listener_ = loop_.CreateAsyncSocket(AF_INET, SOCK_STREAM);
    listener_->Bind(l01::Endpoint::Loopback());
    listener_->Listen(kClients);
    servers_.reserve(kClients);
    on_accept_ = listener_->SignalReadEvent.connect([this](AsyncSocket*) { Accept(); });
    for (int i = 0; i < kClients; ++i) {
      clients_.push_back({loop_.CreateAsyncSocket(AF_INET, SOCK_STREAM), {}});
      clients_.back().on_read = clients_.back().socket->SignalReadEvent.connect(
          [this](AsyncSocket* socket) { answered_ += Receive(*socket) > 0; });
      clients_.back().socket->Connect(listener_->GetLocalAddress());
    }
    while (servers_.size() < kClients) loop_.Wait(1, true);
    for (int i = 0; i < 3; ++i) Round();
  }

  void Round() {
    answered_ = 0;
    for (End& client : clients_) client.socket->Send("hello", 5);
    EXPECT_TRUE(test_support::WaitUntil([this] {
      loop_.Wait(0, true);
      return answered_ >= kClients;
    }));
    EXPECT_EQ(answered_, kClients);
  }

  Counted counted_;
  PhysicalSocketServer loop_;

 private:
  void Accept() {
    auto accepted = listener_->Accept(nullptr);
    if (!accepted) return;
    servers_.push_back({std::move(accepted), {}});
    servers_.back().on_read =
        servers_.back().socket->SignalReadEvent.connect([this](AsyncSocket* socket) {
          const int received = Receive(*socket);
          if (received > 0) socket->Send(room_, static_cast<std::size_t>(received));
        });
  }
  int Receive(AsyncSocket& socket) { return socket.Recv(room_, sizeof room_); }

  char room_[64];
  std::unique_ptr<AsyncSocket> listener_;
  std::vector<End> clients_, servers_;
  int answered_ = 0;
  Connection on_accept_;
};

TEST_F(HundredClients, CostOneRecvAndOneSendPerEndAndNoEpollCtlOnceTheyAreConnected) {
  const Faults before = counted_.calls;
  const l03::EpollCounts epoll_before = counted_.demultiplexer->counts();
  for (int i = 0; i < 20; ++i) Round();
  constexpr int kMessages = 2 * 20 * kClients;  // each is received at both ends
  EXPECT_EQ(counted_.calls.recvs - before.recvs, kMessages);
  EXPECT_EQ(counted_.calls.sends - before.sends, kMessages);
  EXPECT_EQ(counted_.calls.peeks, before.peeks);
  const l03::EpollCounts epoll = counted_.demultiplexer->counts();
  EXPECT_EQ(epoll.controls, epoll_before.controls);
  EXPECT_LE(epoll.waits - epoll_before.waits, kMessages / 10U) << "one wait reports many sockets";
  std::printf("messages %d: recv %d, send %d, epoll_wait %d, epoll_ctl %d\n", kMessages,
              counted_.calls.recvs - before.recvs, counted_.calls.sends - before.sends,
              static_cast<int>(epoll.waits - epoll_before.waits),
              static_cast<int>(epoll.controls - epoll_before.controls));
}

TEST_F(HundredClients, TakeNothingFromTheHeapPerMessage) {
  const std::size_t before = Allocations();
  for (int i = 0; i < 20; ++i) Round();
  EXPECT_EQ(Allocations(), before);
}

TEST(PostCosts, NothingOfTheHeapInTheSteadyState) {
  PhysicalSocketServer loop;
  int ran = 0;
  const auto round = [&] {
    for (int i = 0; i < 10; ++i) loop.Post([&ran] { ++ran; });
    loop.Wait(0, true);
  };
  round();
  round();
  const std::size_t before = Allocations();
  for (int i = 0; i < 100; ++i) round();
  EXPECT_EQ(Allocations(), before);
  EXPECT_EQ(ran, 1020);
}

TEST(IdleSockets, ThatAreNotConnectedDoNotWakeTheLoop) {
  Counted counted;
  PhysicalSocketServer loop(counted.TakeBackend());
  std::vector<std::unique_ptr<AsyncSocket>> sockets;
  std::vector<Connection> connections;
  int closed = 0;
  for (int i = 0; i < 10; ++i) {
    sockets.push_back(loop.CreateAsyncSocket(AF_INET, SOCK_STREAM));
    connections.push_back(
        sockets.back()->SignalCloseEvent.connect([&closed](AsyncSocket*, int) { ++closed; }));
  }
  loop.Wait(100, true);
  EXPECT_EQ(closed, 0);
  // A fresh TCP socket is hung up for epoll, and that cannot be masked: it must not be in the set.
  EXPECT_LE(counted.demultiplexer->counts().waits, 3U);
}

struct Ends {
  explicit Ends(PhysicalSocketServer& loop) {
    const auto listener = loop.CreateAsyncSocket(AF_INET, SOCK_STREAM);
    listener->Bind(l01::Endpoint::Loopback());
    listener->Listen(1);
    client = loop.CreateAsyncSocket(AF_INET, SOCK_STREAM);
    client->Connect(listener->GetLocalAddress());
    while (!server) {
      loop.Wait(1, true);
      server = listener->Accept(nullptr);
    }
  }
  std::unique_ptr<AsyncSocket> client, server;
};

TEST(IdleSockets, WhosePeerHasGoneDoNotWakeTheLoop) {
  Counted counted;
  PhysicalSocketServer loop(counted.TakeBackend());
  const Ends ends(loop);
  ends.server->Send("unread", 6);
  ends.server->Close();
  loop.Wait(20, true);
  const std::uint64_t before = counted.demultiplexer->counts().waits;
  loop.Wait(100, true);
  EXPECT_LE(counted.demultiplexer->counts().waits - before, 3U);
}

// epoll reports the error and the hang-up of such a socket for ever, and neither can be masked.
TEST(IdleSockets, WhoseConnectionWasResetDoNotWakeTheLoop) {
  Counted counted;
  PhysicalSocketServer loop(counted.TakeBackend());
  const Ends ends(loop);
  ends.client->Send("unread", 6);
  char byte = 0;
  while (ends.server->Recv(&byte, 1) != 1) loop.Wait(1, true);
  bool closed = false;
  const Connection on_close =
      ends.client->SignalCloseEvent.connect([&closed](AsyncSocket*, int) { closed = true; });
  ends.server->Close();  // five bytes are unread: the system answers with a reset
  while (!closed) loop.Wait(1, true);
  const std::uint64_t before = counted.demultiplexer->counts().waits;
  loop.Wait(100, true);
  EXPECT_LE(counted.demultiplexer->counts().waits - before, 3U);
}

TEST(TenThousand, ClientsGetTheirEchoAndLeaveNothingBehind) {
  const std::size_t limit = l03::RaiseDescriptorLimit();
  const std::size_t before = l03::OpenDescriptors();
  const std::size_t count = std::min<std::size_t>(10'000, limit - before - 30);
  std::ptrdiff_t idle_bytes = 0, busy_bytes = 0, end_bytes = 0;
  {
    Counted counted;
    EchoServer server(l01::Endpoint::Loopback(), counted.TakeBackend());
    const std::size_t idle = l03::OpenDescriptors();
    std::thread loop([&] {
      idle_bytes = LiveBytes();
      server.Run();
      busy_bytes = LiveBytes();
      server.Run();
      end_bytes = LiveBytes();
    });
    {
      ChildProcess crowd({NETLADDER_03_EPOLL, "crowd", "127.0.0.1",
                          std::to_string(server.local().port()), std::to_string(count), "--greet"});
      EXPECT_EQ(crowd.ReadLine(), "connected " + std::to_string(count));
      server.Stop();  // the first Run: everybody is connected, has its echo and is silent
      crowd.CloseStdin();
      EXPECT_EQ(crowd.WaitExit(), 0);
    }
    EXPECT_TRUE(test_support::WaitUntil([&] { return l03::OpenDescriptors() == idle; },
                                        test_support::kLongPatience));
    server.Stop();
    loop.join();
    EXPECT_EQ(server.clients(), 0U);
    const l03::EpollCounts counts = counted.demultiplexer->counts();
    EXPECT_EQ(counts.controls, 2 * count + 2) << "each is added and removed; two of the loop's own";
    EXPECT_LE(counts.reports, 4 * count + 10) << "no spin";
  }
  const auto per_client = (busy_bytes - idle_bytes) / static_cast<std::ptrdiff_t>(count);
  std::printf("clients at the same time: %zu (descriptor limit %zu), %td bytes each while idle\n",
              count, limit, per_client);
  EXPECT_LE(per_client, 256);
  // What is left belongs to the loop's own lists, which keep their size.
  EXPECT_LE(end_bytes - idle_bytes, static_cast<std::ptrdiff_t>(count) * 64);
  EXPECT_EQ(l03::OpenDescriptors(), before);
}

}  // namespace
}  // namespace l04
