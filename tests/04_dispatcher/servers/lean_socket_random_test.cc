// Lean sockets whose slots do anything with any of them, in random order: nothing is lost, told
// twice, or touched after its end (AddressSanitizer looks), and the loop comes to rest.
#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <iterator>
#include <list>
#include <memory>
#include <random>
#include <vector>

#include "03_epoll/epoll/epoll.h"
#include "03_epoll/servers/edge_drain.h"
#include "04_dispatcher/servers/lean_socket.h"

namespace l04 {
namespace {

class Play;

// A socket, its peer, and what is known of them.
struct Member {
  Member(Play& play, int fd, int peer);

  void Listen();
  void End();

  Play& play;
  LeanSocket socket;
  l03::Descriptor peer;
  std::size_t sent = 0;  // by the peer
  std::size_t got = 0;   // by our slots
  int closes = 0;        // SignalCloseEvent
  std::list<std::unique_ptr<Member>>::iterator self;
  Connection on_read, on_write, on_close;
};

class Play {
 public:
  explicit Play(unsigned seed) : random_(seed) {
    for (int i = 0; i < 12; ++i) Add();
  }

  void Run() {
    for (int step = 0; step < 1500; ++step) {
      PeerActs(Any());
      if (Below(20) == 0) Act();
      if (Below(3) == 0) Turn();
      while (live.size() < 6) Add();
      while (live.size() > 40) Any().End();
    }
    ComeToRest();
  }

  int Below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  // What a slot may do: something with any socket, its own included.
  void Act() {
    if (live.empty()) return;
    Member& other = Any();
    switch (Below(8)) {
      case 0:
        return other.End();
      case 1:
        return other.on_read.disconnect();
      case 2:
        return other.Listen();
      case 3:
        return BlockAndWait(other);
      case 4:
        other.got += Receive(other, 5000);
        return;
      case 5:
        other.socket.Send("x", 1);
        return;
      case 6:
        if (live.size() < 40) Add();
        return;
      default: {
        const Connection short_lived = other.socket.SignalReadEvent.connect([](LeanSocket*) {});
      }
    }
  }

  std::size_t Receive(Member& member, std::size_t size) {
    const int received = member.socket.Recv(room_.data(), size);
    return received > 0 ? static_cast<std::size_t>(received) : 0;
  }

  l03::Epoll epoll;
  LeanBacklog backlog;
  std::list<std::unique_ptr<Member>> live, ended, ended_before;

 private:
  void Add() {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()), 0);
    live.push_front(std::make_unique<Member>(*this, ends[0], ends[1]));
    live.front()->self = live.begin();
    epoll.Add(ends[0], l03::kEveryEdge, reinterpret_cast<std::uintptr_t>(live.front().get()));
  }

  Member& Any() { return **std::next(live.begin(), Below(static_cast<int>(live.size()))); }

  void PeerActs(Member& member) {
    const int peer = member.peer.get();
    const int choice = Below(100);
    if (choice < 50) {
      const int size = 1 + Below(Below(2) == 0 ? 20 : 60'000);
      const ssize_t sent = ::send(peer, room_.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL);
      if (sent > 0) member.sent += static_cast<std::size_t>(sent);
    } else if (choice < 97) {
      while (::recv(peer, room_.data(), room_.size(), 0) > 0) {
      }
    } else {
      ::shutdown(peer, choice < 99 ? SHUT_WR : SHUT_RDWR);
    }
  }

  void BlockAndWait(Member& member) {
    while (member.socket.Send(room_.data(), room_.size()) > 0) {
    }
    member.on_write = member.socket.SignalWriteEvent.connect([this, &member](LeanSocket*) {
      EXPECT_FALSE(member.socket.closed()) << "told of room after its end";
      Act();
    });
  }

  std::size_t Turn() {
    std::array<epoll_event, 8> events{};
    const auto ready = epoll.Wait(events, 0);
    for (const epoll_event& event : ready) {
      reinterpret_cast<Member*>(event.data.u64)->socket.OnEvents(event.events);
    }
    backlog.EndTurn();
    ended_before.clear();
    ended_before.swap(ended);
    return ready.size();
  }

  // From now on everybody only reads: then all that was sent must come, or the end.
  void ComeToRest() {
    for (const auto& member : live) {
      member->on_write.disconnect();
      member->on_read = member->socket.SignalReadEvent.connect(
          [this, &member = *member](LeanSocket*) { member.got += Receive(member, 5000); });
    }
    int turns = 0;
    while (turns < 5000 && (Turn() > 0 || !backlog.empty())) ++turns;
    EXPECT_LT(turns, 5000) << "the loop never rests";
    for (const auto& member : live) {
      if (member->closes > 0) continue;
      EXPECT_EQ(member->got, member->sent);
    }
  }

  std::mt19937 random_;
  std::vector<char> room_ = std::vector<char>(60'000, 'x');
};

Member::Member(Play& owner, int fd, int peer_fd)
    : play(owner), socket(fd, owner.backlog), peer(peer_fd) {
  Listen();
  on_close = socket.SignalCloseEvent.connect([this](LeanSocket*) {
    EXPECT_EQ(++closes, 1);
    if (play.Below(4) != 0) End();
  });
}

void Member::Listen() {
  on_read = socket.SignalReadEvent.connect([this](LeanSocket*) {
    if (play.Below(3) == 0) play.Act();
    if (socket.closed()) return;
    if (play.Below(10) == 0) return on_read.disconnect();
    got += play.Receive(*this,
                        static_cast<std::size_t>(1 + play.Below(play.Below(2) == 0 ? 8 : 60'000)));
    if (play.Below(4) == 0) play.Act();
  });
}

void Member::End() {
  if (socket.closed()) return;
  play.epoll.Remove(socket.fd());
  socket.Close();
  play.ended.splice(play.ended.begin(), play.live, self);
}

TEST(LeanSockets, WhoseSlotsDoAnythingLoseNothingAndComeToRest) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    Play(seed).Run();
    ASSERT_FALSE(HasFailure()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace l04
