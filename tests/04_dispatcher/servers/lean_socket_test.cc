// The lean socket, told its events by hand: what it tells, in which turn, and whom.
#include "04_dispatcher/servers/lean_socket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "04_dispatcher/servers/lean_echo_server.h"
#include "tests/support/allocation_counter.h"

namespace l04 {
namespace {

constexpr std::uint32_t kBytes = EPOLLIN | EPOLLOUT;  // what epoll reports when bytes come
constexpr std::uint32_t kEnd = kBytes | EPOLLRDHUP;   // and when the end comes with them

// A lean socket and its peer, a plain one.
class LeanSocketTest : public testing::Test {
 protected:
  struct Pair {
    explicit Pair(LeanBacklog& backlog) : Pair(Make(), backlog) {}
    std::string Received(std::size_t room = 100) {
      std::string text(room, '\0');
      text.resize(static_cast<std::size_t>(std::max(socket.Recv(text.data(), room), 0)));
      return text;
    }
    void PeerSends(std::string_view text) {
      ASSERT_EQ(::send(peer.get(), text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    }

    LeanSocket socket;
    l03::Descriptor peer;

   private:
    Pair(std::array<int, 2> ends, LeanBacklog& backlog) : socket(ends[0], backlog), peer(ends[1]) {}
    static std::array<int, 2> Make() {
      std::array<int, 2> ends{};
      EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()),
                0);
      return ends;
    }
  };

  // Everything that is received goes into got_, `room` octets at a time.
  void Listen(std::size_t room) {
    on_read_ = pair_.socket.SignalReadEvent.connect([this, room](LeanSocket*) {
      ++told_;
      got_ += pair_.Received(room);
    });
  }
  void CountCloses() {
    on_close_ = pair_.socket.SignalCloseEvent.connect([this](LeanSocket*) { ++closes_; });
  }
  // Fills the way to the peer. Returns how much it took.
  std::size_t Fill() {
    const std::string much(64 * 1024, 'x');
    std::size_t total = 0;
    for (int sent = 0; (sent = pair_.socket.Send(much.data(), much.size())) > 0;) {
      total += static_cast<std::size_t>(sent);
    }
    return total;
  }
  void PeerReads(std::size_t size) {
    std::string room(size, '\0');
    ASSERT_EQ(::recv(pair_.peer.get(), room.data(), size, MSG_WAITALL), static_cast<ssize_t>(size));
  }

  LeanBacklog backlog_;
  Pair pair_{backlog_};
  std::string got_;
  int told_ = 0;
  int closes_ = 0;
  Connection on_read_, on_close_;
};

TEST_F(LeanSocketTest, TellsOnceInATurnAndWhatWasLeftInTheNextOnes) {
  Listen(4);
  pair_.PeerSends("0123456789");
  pair_.socket.OnEvents(kBytes);
  EXPECT_EQ(got_, "0123");
  pair_.PeerSends("ab");
  pair_.socket.OnEvents(kBytes);  // more has come: it is no reason for a second Recv in this turn
  backlog_.EndTurn();
  EXPECT_EQ(told_, 1);
  EXPECT_FALSE(backlog_.empty()) << "a loop that slept now would sleep on what is left";
  backlog_.EndTurn();
  EXPECT_EQ(got_, "01234567");
  backlog_.EndTurn();
  backlog_.EndTurn();
  EXPECT_EQ(got_, "0123456789ab");
  EXPECT_TRUE(backlog_.empty());
}

TEST_F(LeanSocketTest, KeepsAnEdgeForASlotThatComesLater) {
  pair_.PeerSends("early");
  pair_.socket.OnEvents(kBytes);
  EXPECT_TRUE(backlog_.empty()) << "nobody listens: the loop may sleep";
  Listen(100);
  EXPECT_EQ(told_, 0) << "no slot runs inside connect";
  backlog_.EndTurn();
  backlog_.EndTurn();
  EXPECT_EQ(got_, "early");
}

TEST_F(LeanSocketTest, TellsTheEndBehindTheLastOctetAndOnce) {
  Listen(100);
  CountCloses();
  pair_.PeerSends("last");
  pair_.peer.Close();
  pair_.socket.OnEvents(kEnd);  // the end has no edge of its own: this one said it
  for (int turn = 0; turn < 5; ++turn) backlog_.EndTurn();
  EXPECT_EQ(got_, "last");
  EXPECT_EQ(closes_, 1);
  pair_.socket.OnEvents(kEnd | EPOLLHUP);
  EXPECT_EQ(closes_, 1);
  EXPECT_TRUE(backlog_.empty());
}

TEST_F(LeanSocketTest, KeepsTheEndForASlotThatComesLater) {
  Listen(100);
  pair_.peer.Close();
  pair_.socket.OnEvents(kEnd);
  for (int turn = 0; turn < 3; ++turn) backlog_.EndTurn();
  EXPECT_TRUE(backlog_.empty());
  CountCloses();
  for (int turn = 0; turn < 3; ++turn) backlog_.EndTurn();
  EXPECT_EQ(closes_, 1);
}

TEST_F(LeanSocketTest, TellsOfRoomOnlyAfterASendThatFoundNone) {
  int room = 0;
  const Connection on_write =
      pair_.socket.SignalWriteEvent.connect([&room](LeanSocket*) { ++room; });
  pair_.socket.OnEvents(EPOLLOUT);  // what epoll reports when a socket is added
  EXPECT_EQ(room, 0);
  const std::size_t filled = Fill();
  PeerReads(filled);
  pair_.socket.OnEvents(EPOLLOUT);
  pair_.socket.OnEvents(EPOLLOUT);
  EXPECT_EQ(room, 1);
}

TEST_F(LeanSocketTest, KeepsRoomForASlotThatComesLater) {
  PeerReads(Fill());
  pair_.socket.OnEvents(EPOLLOUT);
  int room = 0;
  const Connection on_write =
      pair_.socket.SignalWriteEvent.connect([&room](LeanSocket*) { ++room; });
  for (int turn = 0; turn < 3; ++turn) backlog_.EndTurn();
  EXPECT_EQ(room, 1);
}

TEST_F(LeanSocketTest, TellsASenderThatThePeerHasGone) {
  CountCloses();
  const Connection on_write =
      pair_.socket.SignalWriteEvent.connect([this](LeanSocket*) { Fill(); });
  Fill();
  pair_.peer.Close();
  pair_.socket.OnEvents(EPOLLIN | EPOLLOUT | EPOLLHUP | EPOLLERR);
  for (int turn = 0; turn < 3; ++turn) backlog_.EndTurn();
  EXPECT_EQ(closes_, 1);
}

TEST_F(LeanSocketTest, TellsWhatCameBeforeAResetAlsoToWhomeverASendHasTold) {
  Listen(100);
  CountCloses();
  const Connection on_write =
      pair_.socket.SignalWriteEvent.connect([this](LeanSocket*) { Fill(); });
  Fill();
  pair_.PeerSends("refused");
  pair_.peer.Close();  // with much that it has not read: a reset
  pair_.socket.OnEvents(kEnd | EPOLLHUP | EPOLLERR);
  EXPECT_EQ(closes_, 0);
  for (int turn = 0; turn < 5; ++turn) backlog_.EndTurn();
  EXPECT_EQ(got_, "refused");
  EXPECT_EQ(closes_, 1);
  EXPECT_TRUE(backlog_.empty());
}

TEST_F(LeanSocketTest, TellsOfAResetAlsoIfNobodyCalls) {
  CountCloses();
  pair_.PeerSends("unread");
  pair_.socket.OnEvents(kBytes);
  pair_.socket.OnEvents(kEnd | EPOLLHUP | EPOLLERR);
  for (int turn = 0; turn < 3; ++turn) backlog_.EndTurn();
  EXPECT_EQ(closes_, 1);
  EXPECT_TRUE(backlog_.empty());
}

TEST_F(LeanSocketTest, ReceivesNothingIntoNothing) {
  CountCloses();
  pair_.PeerSends("x");
  EXPECT_EQ(pair_.socket.Recv(nullptr, 0), 0);
  EXPECT_EQ(pair_.Received(), "x");
  for (int turn = 0; turn < 3; ++turn) backlog_.EndTurn();
  EXPECT_EQ(closes_, 0);
}

TEST_F(LeanSocketTest, IsSilentOnceASlotOfTheSameTurnHasClosedIt) {
  Pair other(backlog_);
  const Connection on_other = other.socket.SignalReadEvent.connect([&](LeanSocket*) {
    other.Received();
    pair_.socket.Close();
  });
  int room = 0;
  const Connection on_write =
      pair_.socket.SignalWriteEvent.connect([&room](LeanSocket*) { ++room; });
  Listen(4);
  CountCloses();
  Fill();
  pair_.PeerSends("0123456789");
  pair_.socket.OnEvents(EPOLLIN);  // it is in the backlog now
  EXPECT_EQ(told_, 1);
  pair_.socket.OnEvents(EPOLLOUT);  // to be told in the next turn
  other.PeerSends("x");
  other.socket.OnEvents(kBytes);
  pair_.socket.OnEvents(kBytes);  // was fetched before it was closed
  for (int turn = 0; turn < 3; ++turn) backlog_.EndTurn();
  EXPECT_EQ(told_, 1);
  EXPECT_EQ(room, 0);
  EXPECT_EQ(closes_, 0);
  EXPECT_TRUE(backlog_.empty());
}

TEST_F(LeanSocketTest, MayCloseItselfInEachOfItsSlots) {
  const auto close = [](LeanSocket* socket) { socket->Close(); };
  {
    Pair read(backlog_);
    const Connection on_read = read.socket.SignalReadEvent.connect(close);
    read.PeerSends("x");
    read.socket.OnEvents(kBytes);
    backlog_.EndTurn();
    backlog_.EndTurn();
  }
  const Connection on_write = pair_.socket.SignalWriteEvent.connect(close);
  Listen(100);
  PeerReads(Fill());
  pair_.PeerSends("x");
  pair_.socket.OnEvents(kBytes);
  EXPECT_EQ(told_, 0);
  EXPECT_TRUE(backlog_.empty());
}

TEST(LeanEchoServer, TakesAtMost256OctetsOfTheHeapForAClientThatIsSilent) {
  constexpr std::ptrdiff_t kClients = 200;
  LeanEchoServer server(l01::ListenOn(l01::Endpoint::Loopback()));
  std::vector<l01::Socket> clients;
  clients.reserve(kClients);
  const std::ptrdiff_t before = test_support::LiveBytes();
  std::array<std::byte, 64> room{};
  for (std::size_t i = 0; i < kClients; ++i) {
    clients.push_back(l01::ConnectTo(server.local()));
    while (server.clients() <= i) server.Turn(-1);
    clients.back().SendAll(room);  // nobody is silent from the beginning
    server.Turn(-1);
    ASSERT_EQ(clients.back().Recv(room).bytes, room.size());
  }
  const std::ptrdiff_t each = (test_support::LiveBytes() - before) / kClients;
  std::printf("octets per idle client: %td\n", each);
  EXPECT_LE(each, 256);
}

TEST(LeanEchoServer, TakesNothingFromTheHeapPerMessageAndKeepsNobodyWhoHasGone) {
  LeanEchoServer server(l01::ListenOn(l01::Endpoint::Loopback()));
  l01::Socket client = l01::ConnectTo(server.local());
  while (server.clients() < 1) server.Turn(-1);
  std::array<std::byte, 64> room{};
  const auto echo = [&] {
    client.SendAll(room);
    server.Turn(-1);
    ASSERT_EQ(client.Recv(room).bytes, room.size());
  };
  echo();
  const std::size_t before = test_support::Allocations();
  for (int i = 0; i < 20; ++i) echo();
  EXPECT_EQ(test_support::Allocations(), before);
  client = l01::Socket();
  while (server.clients() > 0) server.Turn(-1);
}

}  // namespace
}  // namespace l04
