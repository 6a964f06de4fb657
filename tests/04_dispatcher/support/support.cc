#include "tests/04_dispatcher/support/support.h"

#include "tests/04_dispatcher/support/fake_network.h"
#include "tests/support/wait.h"

#ifdef _WIN32
#include <windows.h>
#endif

namespace l04 {
namespace {

constexpr int kTurnMs = 2;

Backend WithFaults(Backend backend, Faults& faults) {
  backend.calls = std::make_unique<FaultyCalls>(std::move(backend.calls), faults);
  return backend;
}

void AddWorlds(const std::string& name, const std::function<Backend()>& make,
               std::vector<World>* worlds) {
  worlds->push_back({name + "_IPv4", make, AF_INET});
  worlds->push_back({name + "_IPv6", make, AF_INET6});
}

}  // namespace

std::vector<World> RealWorlds() {
  std::vector<World> worlds;
  for (const BackendKind kind : AvailableBackends()) {
    AddWorlds(
        ToString(kind), [kind] { return MakeBackend(kind); }, &worlds);
  }
  AddWorlds(
      "wsa_one_group", [] { return MakeBackend(BackendKind::kWsa, 1); }, &worlds);
  return worlds;
}

std::vector<World> AllWorlds() {
  std::vector<World> worlds = RealWorlds();
  AddWorlds("fake", MakeFakeBackend, &worlds);
  return worlds;
}

bool RunsUnderWine() {
#ifdef _WIN32
  return GetProcAddress(GetModuleHandleA("ntdll.dll"), "wine_get_version") != nullptr;
#else
  return false;
#endif
}

std::string WorldName(const testing::TestParamInfo<World>& info) {
  return info.param.name;
}

Recorder::Recorder(AsyncSocket& socket) {
  on_connect_ = socket.SignalConnectEvent.connect([this](AsyncSocket*) { heard += "connect "; });
  on_read_ = socket.SignalReadEvent.connect([this](AsyncSocket* from) {
    heard += "read ";
    from->PauseReading();
  });
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

LoopTest::LoopTest() : loop_(WithFaults(GetParam().make(), faults_)) {}

std::unique_ptr<AsyncSocket> LoopTest::Make(int type) {
  return loop_.CreateAsyncSocket(GetParam().family, type);
}

std::unique_ptr<AsyncSocket> LoopTest::MakeListener() {
  auto listener = Make();
  EXPECT_EQ(listener->Bind(Loopback()), 0);
  EXPECT_EQ(listener->Listen(16), 0);
  return listener;
}

LoopTest::SocketPair LoopTest::MakePair() {
  const auto listener = MakeListener();
  auto client = Make();
  const Recorder client_recorder(*client);
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  std::unique_ptr<AsyncSocket> server;
  std::unique_ptr<Recorder> server_recorder;
  // Until both have had their first write signal: from here on the tests see only what they cause.
  EXPECT_TRUE(Pump([&] {
    if (!server && (server = listener->Accept(nullptr))) {
      server_recorder = std::make_unique<Recorder>(*server);
    }
    return server && server_recorder->Count("write") == 1 && client_recorder.Count("write") == 1;
  }));
  return {std::move(client), std::move(server)};
}

l01::Endpoint LoopTest::DeadEndpoint() {
  dead_ = Make();
  EXPECT_EQ(dead_->Bind(Loopback()), 0);
  return dead_->GetLocalAddress();
}

bool LoopTest::Pump(const std::function<bool()>& done) {
  return test_support::WaitUntil([&] {
    if (done()) return true;
    loop_.Wait(kTurnMs, true);
    return done();
  });
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

std::string Pattern(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 31 >> 5);
  return text;
}

}  // namespace l04
