#include "tests/04_dispatcher/support.h"

namespace l04 {
namespace {

constexpr int kTurnMs = 20;
constexpr int kMostTurns = 500;  // 10 s

}  // namespace

Recorder::Recorder(AsyncSocket& socket) {
  on_connect_ = socket.SignalConnectEvent.connect([this](AsyncSocket*) { heard += "connect "; });
  on_read_ = socket.SignalReadEvent.connect([this](AsyncSocket*) { heard += "read "; });
  on_write_ = socket.SignalWriteEvent.connect([this](AsyncSocket*) { heard += "write "; });
  on_close_ = socket.SignalCloseEvent.connect([this](AsyncSocket*, int error) {
    heard += "close ";
    close_error = error;
  });
}

int Recorder::Count(const std::string& signal) const {
  int count = 0;
  for (std::size_t at = 0; (at = heard.find(signal, at)) != std::string::npos; ++at) ++count;
  return count;
}

LoopTest::LoopTest() : loop_(GetParam()) {}

std::unique_ptr<AsyncSocket> LoopTest::Make(int family) {
  return loop_.CreateAsyncSocket(family, SOCK_STREAM);
}

std::unique_ptr<AsyncSocket> LoopTest::MakeListener(int family) {
  auto listener = Make(family);
  EXPECT_EQ(listener->Bind(l01::Endpoint::Loopback(0, family)), 0);
  EXPECT_EQ(listener->Listen(16), 0);
  return listener;
}

std::pair<std::unique_ptr<AsyncSocket>, std::unique_ptr<AsyncSocket>> LoopTest::MakePair() {
  const auto listener = MakeListener();
  auto client = Make();
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  std::unique_ptr<AsyncSocket> server;
  Pump([&] {
    if (!server) server = listener->Accept(nullptr);
    return server && client->GetState() == AsyncSocket::State::kConnected;
  });
  // Both have had their first write signal: from here on the tests see only what they cause.
  PumpQuietly();
  return {std::move(client), std::move(server)};
}

l01::Endpoint LoopTest::DeadEndpoint() {
  dead_ = Make();
  EXPECT_EQ(dead_->Bind(l01::Endpoint::Loopback()), 0);
  return dead_->GetLocalAddress();
}

bool LoopTest::Pump(const std::function<bool()>& done) {
  for (int turn = 0; turn < kMostTurns; ++turn) {
    if (done()) return true;
    loop_.Wait(kTurnMs, true);
  }
  return done();
}

std::string LoopTest::Receive(AsyncSocket& socket, std::size_t size) {
  std::string text;
  std::string room(64 * 1024, '\0');
  Pump([&] {
    int received = 0;
    while (text.size() < size && (received = socket.Recv(room.data(), room.size())) > 0) {
      text.append(room, 0, static_cast<std::size_t>(received));
    }
    return text.size() >= size;
  });
  return text;
}

std::size_t FillUntilBlocked(AsyncSocket& socket) {
  const std::string chunk(64 * 1024, 'x');
  std::size_t total = 0;
  int sent = 0;
  while ((sent = socket.Send(chunk.data(), chunk.size())) > 0) {
    total += static_cast<std::size_t>(sent);
  }
  EXPECT_TRUE(socket.IsBlocking());
  return total;
}

std::string BackendName(const testing::TestParamInfo<BackendKind>& info) {
  return ToString(info.param);
}

}  // namespace l04
