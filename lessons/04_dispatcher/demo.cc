// The demo: the same conversation on each backend, told by signals.
#include "04_dispatcher/demo.h"

#include <thread>

#include "01_blocking/blocking_echo.h"
#include "04_dispatcher/echo_server.h"
#include "support/narration.h"

namespace l04 {
namespace {

constexpr int kTurnMs = 50;      // a wait in which something is expected or must not come
constexpr int kMostTurns = 100;  // 5 s: then an expected event counts as missing

// Runs the loop until `done`, or gives up.
template <typename Condition>
bool RunUntil(PhysicalSocketServer& loop, Condition done) {
  for (int turn = 0; turn < kMostTurns && !done(); ++turn) loop.Wait(kTurnMs, true);
  return done();
}

// An AsyncSocket with a note of every signal that it sent.
struct Listener {
  explicit Listener(std::unique_ptr<AsyncSocket> made) : socket(std::move(made)) {
    on_connect = socket->SignalConnectEvent.connect([this](AsyncSocket*) { heard += "connect "; });
    on_read = socket->SignalReadEvent.connect([this](AsyncSocket*) { heard += "read "; });
    on_write = socket->SignalWriteEvent.connect([this](AsyncSocket*) { heard += "write "; });
    on_close = socket->SignalCloseEvent.connect([this](AsyncSocket*, int) { heard += "close "; });
  }
  bool Heard(const std::string& signal) const { return heard.find(signal) != std::string::npos; }

  std::unique_ptr<AsyncSocket> socket;  // the socket under observation
  std::string heard;                    // the signals so far, in order
  Connection on_connect, on_read, on_write, on_close;
};

void ShowOneShotEvents(support::Narrator& say, BackendKind backend) {
  say.Step("Backend ", ToString(backend), ": every event is one-shot, and a call arms it again.");
  EchoServer server(l01::Endpoint::Loopback(), backend);
  std::thread thread([&server] { server.Run(); });
  {
    PhysicalSocketServer loop(backend);
    Listener client(loop.CreateAsyncSocket(AF_INET, SOCK_STREAM));
    client.socket->Connect(server.local());
    RunUntil(loop, [&] { return client.Heard("write"); });
    say.Check(client.heard == "connect write ", "connecting is announced once, then writability");

    client.socket->Send("hello", 5);
    RunUntil(loop, [&] { return client.Heard("read"); });
    client.socket->Send("again", 5);
    loop.Wait(kTurnMs, true);
    say.Check(client.heard == "connect write read ",
              "ten bytes are there, but without a Recv there is no second read signal");

    std::string got;
    RunUntil(loop, [&] {
      char room[16];
      const int received = client.socket->Recv(room, sizeof room);
      if (received > 0) got.append(room, static_cast<std::size_t>(received));
      return got.size() == 10;
    });
    say.Check(got == "helloagain", "Recv takes all ten bytes");

    client.socket->ShutdownSend();
    RunUntil(loop, [&] { return client.Heard("close"); });
    say.Check(client.Heard("close") && client.socket->GetState() == AsyncSocket::State::kClosed,
              "the server closes in answer, which is one close signal");
  }
  server.Stop();
  thread.join();
}

void ShowWakeUp(support::Narrator& say, BackendKind backend) {
  say.Step("Backend ", ToString(backend), ": another thread speaks to the loop.");
  PhysicalSocketServer loop(backend);
  const std::thread::id loop_thread = std::this_thread::get_id();
  bool ran_here = false;
  std::thread other([&] {
    loop.Post([&] { ran_here = std::this_thread::get_id() == loop_thread; });
    loop.WakeUp();
  });
  const bool returned = loop.Wait(PhysicalSocketServer::kForever, true);
  other.join();
  say.Check(returned, "WakeUp ends a Wait that had no time limit");
  say.Check(ran_here, "a posted task runs on the loop's own thread, so it needs no lock");
}

}  // namespace

int RunDemo() {
  support::Narrator say("Lesson 04: one contract over two readiness models.");
  for (const BackendKind backend : AvailableBackends()) {
    ShowOneShotEvents(say, backend);
    ShowWakeUp(say, backend);
  }
  return say.Finish();
}

}  // namespace l04
