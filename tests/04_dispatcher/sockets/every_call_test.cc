// Every call of AsyncSocket in every state and from every handler: the same answer on every
// backend, and no loop that spins, no second close, no signal of a life that is over.
#include <gtest/gtest.h>

#include <array>

#include "tests/04_dispatcher/support/support.h"

namespace l04 {
namespace {

using State = AsyncSocket::State;

// How a call has ended: '+' it did what it says, '0' nothing to be had, 'w' not now, 'x' an error.
char Outcome(const AsyncSocket& socket, int result) {
  if (result >= 0) return result == 0 ? '0' : '+';
  return socket.IsBlocking() ? 'w' : 'x';
}

struct Call {
  const char* name;
  char (*make)(AsyncSocket& socket, const l01::Endpoint& elsewhere);
};

char room[16];

constexpr std::array kCalls = {
    Call{"Send", [](AsyncSocket& s, const l01::Endpoint&) { return Outcome(s, s.Send("x", 1)); }},
    Call{"Recv", [](AsyncSocket& s, const l01::Endpoint&) { return Outcome(s, s.Recv(room, 16)); }},
    Call{"SendTo",
         [](AsyncSocket& s, const l01::Endpoint& e) { return Outcome(s, s.SendTo("x", 1, e)); }},
    Call{"RecvFrom",
         [](AsyncSocket& s, const l01::Endpoint&) {
           return Outcome(s, s.RecvFrom(room, 16, nullptr));
         }},
    Call{"Accept", [](AsyncSocket& s,
                      const l01::Endpoint&) { return s.Accept(nullptr) ? '+' : Outcome(s, -1); }},
    Call{"Bind",
         [](AsyncSocket& s, const l01::Endpoint& e) {
           return Outcome(s, s.Bind(l01::Endpoint::Loopback(0, e.family())));
         }},
    Call{"Listen", [](AsyncSocket& s, const l01::Endpoint&) { return Outcome(s, s.Listen(1)); }},
    Call{"Connect",
         [](AsyncSocket& s, const l01::Endpoint& e) { return Outcome(s, s.Connect(e)); }},
    Call{"Connect by name",
         [](AsyncSocket& s, const l01::Endpoint& e) {
           return Outcome(s, s.Connect("localhost", e.port()));
         }},
    Call{"ShutdownSend",
         [](AsyncSocket& s, const l01::Endpoint&) { return Outcome(s, s.ShutdownSend()); }},
    Call{"PauseReading",
         [](AsyncSocket& s, const l01::Endpoint&) {
           s.PauseReading();
           return '0';
         }},
    Call{"SetOption",
         [](AsyncSocket& s, const l01::Endpoint&) {
           return Outcome(s, s.SetOption(Option::kKeepAlive, 1));
         }},
    Call{"GetOption",
         [](AsyncSocket& s, const l01::Endpoint&) {
           int value = 0;
           return Outcome(s, s.GetOption(Option::kKeepAlive, &value));
         }},
    Call{"Close", [](AsyncSocket& s, const l01::Endpoint&) { return Outcome(s, s.Close()); }},
    Call{"Abort",
         [](AsyncSocket& s, const l01::Endpoint&) {
           s.Abort();
           return '0';
         }},
};

class EveryCall : public LoopTest {
 protected:
  // A socket in the state of that name. Its peer, if it has one, lives in `peer_`.
  std::unique_ptr<AsyncSocket> MakeIn(const std::string& state) {
    if (state == "fresh") return Make();
    if (state == "listening") return MakeListener();
    if (state == "connecting") {
      auto socket = Make();
      EXPECT_EQ(socket->Connect(target_->GetLocalAddress()), 0);
      EXPECT_EQ(socket->GetState(), State::kConnecting);
      return socket;
    }
    auto [socket, peer] = MakePair();
    peer_ = std::move(peer);
    if (state == "sending ended") {
      EXPECT_EQ(socket->ShutdownSend(), 0);
    } else if (state == "closed by itself") {
      socket->Close();
    } else if (state == "after the close signal") {
      Recorder recorder(*socket);
      peer_->Close();
      EXPECT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
    }
    return std::move(socket);
  }

  void SetUp() override { target_ = MakeListener(); }
  std::unique_ptr<AsyncSocket> target_, peer_;
};

struct Row {
  const char* state;
  const char* outcomes;  // in the order of kCalls
};

// Send, Recv, SendTo, RecvFrom, Accept, Bind, Listen, Connect, Connect by name, ShutdownSend,
// PauseReading, SetOption, GetOption, Close, Abort.
constexpr std::array kRows = {
    Row{"fresh", "xxxxx0?00x00000"},
    Row{"connecting", "wwwwxxxxxx00000"},
    Row{"connected", "+w+wxxxxx000000"},
    Row{"sending ended", "xwxwxxxxx000000"},
    Row{"after the close signal", "xwxwx0x00x00000"},
    Row{"closed by itself", "xxxxx0x00x00x00"},
    Row{"listening", "xxxxwx0xxx00000"},
};

TEST_P(EveryCall, GivesInEveryStateTheAnswerOfTheTable) {
  // POSIX binds by itself, Winsock refuses.
  const char listen_without_bind = GetParam().name.starts_with("epoll") ? '0' : 'x';
  for (const Row& row : kRows) {
    for (std::size_t i = 0; i < kCalls.size(); ++i) {
      const auto socket = MakeIn(row.state);
      const char outcome = kCalls[i].make(*socket, target_->GetLocalAddress());
      const char expected = row.outcomes[i] == '?' ? listen_without_bind : row.outcomes[i];
      EXPECT_EQ(outcome, expected) << row.state << ": " << kCalls[i].name;
      const std::uint64_t before = loop_.counts().turns;
      loop_.Wait(3, true);
      EXPECT_LE(loop_.counts().turns - before, 40U) << row.state << ": " << kCalls[i].name;
    }
  }
}

TEST_P(EveryCall, MayBeMadeByEveryHandler) {
  for (const std::string handler : {"connect", "write", "read", "end", "close"}) {
    for (const Call& call : kCalls) {
      SCOPED_TRACE(handler + ": " + call.name);
      const auto listener = MakeListener();
      const auto socket = Make();
      std::string heard;
      int calls = 0;
      const auto on = [&](const std::string& name) {
        heard += name + " ";
        if (name == handler && calls++ == 0) call.make(*socket, target_->GetLocalAddress());
        socket->PauseReading();
      };
      const Connection slots[] = {
          socket->SignalConnectEvent.connect([&](AsyncSocket*) { on("connect"); }),
          socket->SignalWriteEvent.connect([&](AsyncSocket*) { on("write"); }),
          socket->SignalReadEvent.connect([&](AsyncSocket* s) {
            on("read");
            if (handler != "read") s->Recv(room, 1);
          }),
          socket->SignalEndOfStreamEvent.connect([&](AsyncSocket* s) {
            on("end");
            if (handler == "close") s->ShutdownSend();
          }),
          socket->SignalCloseEvent.connect([&](AsyncSocket*, int) { on("close"); })};
      ASSERT_EQ(socket->Connect(listener->GetLocalAddress()), 0);
      std::unique_ptr<AsyncSocket> peer;
      ASSERT_TRUE(Pump([&] {
        if (!peer && (peer = listener->Accept(nullptr))) {
          peer->Send("ab", 2);
          peer->ShutdownSend();
        }
        return calls > 0;
      })) << heard;
      loop_.Wait(3, true);
      const std::uint64_t before = loop_.counts().turns;
      loop_.Wait(3, true);
      EXPECT_LE(loop_.counts().turns - before, 40U) << "the loop spins: " << heard;
      // The socket lives on after Connect or Listen: otherwise it has ended once at most.
      std::size_t closes = 0;
      for (std::size_t at = 0; (at = heard.find("close ", at)) != std::string::npos; ++at) ++closes;
      EXPECT_LE(closes, std::string(call.name).starts_with("Connect") ? 2U : 1U) << heard;
      if (call.name == std::string("Close") || call.name == std::string("Abort")) {
        EXPECT_TRUE(heard.ends_with(handler + " ")) << "a life that is over speaks: " << heard;
      }
    }
  }
}

INSTANTIATE_IN_ALL_WORLDS(EveryCall);

}  // namespace
}  // namespace l04
