// Whatever the sizes and the order of the calls: what comes back is what was sent.
#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <random>

#include "01_blocking/sockets/options.h"
#include "03_epoll/servers/server_group.h"
#include "tests/03_epoll/support/support.h"

namespace l03 {
namespace {

using Random = std::mt19937;

std::size_t Between(Random& random, std::size_t low, std::size_t high) {
  return std::uniform_int_distribution<std::size_t>(low, high)(random);
}

// NETLADDER_SEED=N repeats the run that printed N.
std::uint32_t Seed() {
  const char* given = std::getenv("NETLADDER_SEED");
  return given != nullptr ? static_cast<std::uint32_t>(std::stoul(given)) : std::random_device()();
}

// A client that sends and receives pieces of random sizes, in random order.
class RandomClient {
 public:
  RandomClient(const l01::Endpoint& server, Random& random)
      : text_(Pattern(Between(random, 1, 400'000), static_cast<std::uint32_t>(random()))),
        socket_(Connect(server, random)) {
    socket_.SetNonBlocking(true);
  }

  bool done() const { return ended_; }
  bool intact() const { return received_ == text_; }
  pollfd Interest() const {
    return {socket_.native(), static_cast<short>(POLLIN | (Sending() ? POLLOUT : 0)), 0};
  }
  // Does one thing of those that are possible.
  void Step(short events, Random& random) {
    const bool can_send = (events & POLLOUT) != 0 && Sending();
    if (can_send && ((events & POLLIN) == 0 || random() % 2 == 0)) {
      Send(Between(random, 1, 30'000));
    } else if (events != 0) {
      Receive(Between(random, 1, 20'000));
    }
  }

 private:
  static l01::Socket Connect(const l01::Endpoint& server, Random& random) {
    l01::Socket socket = l01::Socket::OpenTcp(AF_INET);
    l01::SetSendBuffer(socket, static_cast<int>(Between(random, 4'000, 100'000)));
    l01::SetReceiveBuffer(socket, static_cast<int>(Between(random, 4'000, 100'000)));
    socket.Connect(server);
    return socket;
  }
  bool Sending() const { return sent_ < text_.size(); }

  void Send(std::size_t most) {
    const auto rest = std::as_bytes(std::span(text_)).subspan(sent_);
    const l01::IoResult sent = socket_.Send(rest.first(std::min(most, rest.size())));
    ended_ = ended_ || sent.failed();
    sent_ += sent.bytes;
    if (!Sending()) socket_.ShutdownSend();
  }
  void Receive(std::size_t most) {
    std::string piece(most, '\0');
    const l01::IoResult received = socket_.Recv(std::as_writable_bytes(std::span(piece)));
    ended_ = ended_ || received.failed() || received.end_of_stream();
    received_ += piece.substr(0, received.bytes);
  }

  std::string text_;      // what it sends
  std::string received_;  // what came back
  std::size_t sent_ = 0;  // bytes of text_ that are sent
  bool ended_ = false;    // the server has closed, or something failed
  l01::Socket socket_;    // non-blocking
};

void Converse(const l01::Endpoint& server, Random& random) {
  std::deque<RandomClient> clients;
  for (int i = 0; i < 4; ++i) clients.emplace_back(server, random);
  while (true) {
    std::vector<pollfd> entries;
    std::vector<RandomClient*> open;
    for (RandomClient& client : clients) {
      if (client.done()) continue;
      open.push_back(&client);
      entries.push_back(client.Interest());
    }
    if (open.empty()) break;
    ASSERT_GT(l01::native::Poll(entries, 20'000), 0) << "the conversation has come to a stop";
    for (std::size_t i = 0; i < open.size(); ++i) open[i]->Step(entries[i].revents, random);
  }
  for (const RandomClient& client : clients) EXPECT_TRUE(client.intact());
}

// Buffers are inherited from the listener: small ones make short sends and short reads.
l01::Socket ListenerWithRandomBuffers(Random& random) {
  l01::Socket listener = AnyListener();
  l01::SetSendBuffer(listener, static_cast<int>(Between(random, 4'000, 100'000)));
  l01::SetReceiveBuffer(listener, static_cast<int>(Between(random, 4'000, 100'000)));
  return listener;
}

template <typename Server>
class RandomConversation : public testing::Test {};
using Servers = testing::Types<LevelEchoServer, EdgeEchoServer, OneShotEchoServer>;
TYPED_TEST_SUITE(RandomConversation, Servers);

TYPED_TEST(RandomConversation, DeliversIdenticalBytes) {
  for (int round = 0; round < 5; ++round) {
    const std::uint32_t seed = Seed();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::printf("seed %u\n", seed);
    Random random(seed);
    const auto server = MakeServer<TypeParam>(ListenerWithRandomBuffers(random));
    const Running running(*server);
    Converse(server->local(), random);
  }
}

}  // namespace
}  // namespace l03
