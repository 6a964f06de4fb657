// The demo: signals, then the same events on each backend, then one conversation on all of them.
#include "04_dispatcher/demo/demo.h"

#include <vector>

#include "04_dispatcher/demo/parts.h"
#include "04_dispatcher/signal/naive_signal.h"
#include "04_dispatcher/signal/signal.h"

namespace l04 {
namespace {

std::vector<DemoBackend> DemoBackends() {
  std::vector<DemoBackend> backends;
  for (const BackendKind kind : AvailableBackends()) {
    backends.push_back({ToString(kind), kind, kMostGroups});
  }
  return backends;
}

// Three slots; the first disconnects itself when it is called.
void ShowSignals(support::Narrator& say) {
  say.Step("A signal calls the slots a, b and c, and a disconnects itself.");
  std::string called;
  NaiveSignal<> naive;
  int naive_a = 0;
  naive_a = naive.connect([&] {
    called += 'a';
    naive.disconnect(naive_a);
  });
  naive.connect([&] { called += 'b'; });
  naive.connect([&] { called += 'c'; });
  naive();
  say.Check(called == "ac", "the naive signal skips b: its list moved while it was walked");

  called.clear();
  Signal<> signal;
  Connection a;
  a = signal.connect([&] {
    called += 'a';
    a.disconnect();
  });
  const Connection b = signal.connect([&] { called += 'b'; });
  const Connection c = signal.connect([&] { called += 'c'; });
  signal();
  say.Check(called == "abc", "ours calls all three");
  signal();
  say.Check(called == "abcbc", "and the next time b and c");
}

// One conversation: the client asks, the server answers and closes.
std::string Converse(const DemoBackend& backend) {
  PhysicalSocketServer loop(MakeBackend(backend.kind, backend.groups));
  const DemoPair pair = ConnectPair(loop);
  pair.client->socket->Send("question", 8);
  RunUntil(loop, [&] { return pair.server->Heard("read"); });
  ReceiveAll(*pair.server->socket);
  pair.server->socket->Send("answer", 6);
  RunUntil(loop, [&] { return pair.client->Heard("read"); });
  ReceiveAll(*pair.client->socket);
  pair.client->socket->ShutdownSend();
  RunUntil(loop, [&] {
    ReceiveAll(*pair.server->socket);
    return pair.server->Heard("close");
  });
  pair.server->socket->Close();
  RunUntil(loop, [&] {
    ReceiveAll(*pair.client->socket);
    return pair.client->Heard("close");
  });
  return "client: " + pair.client->heard + "| server: " + pair.server->heard;
}

void ShowOneConversation(support::Narrator& say, std::vector<DemoBackend> backends) {
  say.Step("The same conversation on every backend, each signal noted.");
  backends.push_back({"wsa, one event for all sockets", BackendKind::kWsa, 1});
  std::string first;
  for (const DemoBackend& backend : backends) {
    const std::string heard = Converse(backend);
    say.Say(backend.name, ": ", heard);
    if (first.empty()) first = heard;
    say.Check(heard == first, "the same signals in the same order");
  }
}

}  // namespace

int RunDemo() {
  support::Narrator say("Lesson 04: one contract over two readiness models.");
  ShowSignals(say);
  for (const DemoBackend& backend : DemoBackends()) {
    ShowOneShotEvents(say, backend);
    ShowTheWriteSignal(say, backend);
    ShowDestruction(say, backend);
    ShowWakeUp(say, backend);
  }
  ShowOneConversation(say, DemoBackends());
  return say.Finish();
}

}  // namespace l04
