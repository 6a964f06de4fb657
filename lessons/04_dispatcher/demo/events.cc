// The steps that show one backend's events.
#include <thread>

#include "04_dispatcher/demo/parts.h"

namespace l04 {

void ShowOneShotEvents(support::Narrator& say, const DemoBackend& backend) {
  say.Step("Backend ", backend.name, ": every event is one-shot, and a call arms it again.");
  PhysicalSocketServer loop(MakeBackend(backend.kind, backend.groups));
  const DemoPair pair = ConnectPair(loop);
  AsyncSocket& client = *pair.client->socket;
  say.Check(pair.client->heard == "connect write ",
            "connecting is announced once, then writability");

  AsyncSocket& server = *pair.server->socket;
  server.Send("hello", 5);
  RunUntil(loop, [&] { return pair.client->Heard("read"); });
  server.Send("again", 5);
  loop.Wait(kDemoTurnMs, true);
  say.Check(pair.client->heard == "connect write read ",
            "ten bytes are there, but without a Recv there is no second read signal");

  std::string got;
  RunUntil(loop, [&] { return (got += ReceiveAll(client)).size() == 10; });
  say.Check(got == "helloagain", "Recv takes all ten bytes");
  server.Send("!", 1);
  RunUntil(loop, [&] { return pair.client->heard == "connect write read read "; });
  say.Check(pair.client->heard == "connect write read read ",
            "and has armed the signal: the next byte is announced");

  pair.server->socket->Close();
  loop.Wait(kDemoTurnMs, true);
  say.Check(!pair.client->Heard("close"), "the peer closes, but one byte is unread: no close yet");
  say.Check(ReceiveAll(client) == "!", "Recv takes it");
  RunUntil(loop, [&] { return pair.client->Heard("close"); });
  say.Check(client.GetState() == AsyncSocket::State::kClosed, "now the close signal comes, once");
}

void ShowTheWriteSignal(support::Narrator& say, const DemoBackend& backend) {
  say.Step("Backend ", backend.name, ": the life of the write signal.");
  PhysicalSocketServer loop(MakeBackend(backend.kind, backend.groups));
  const DemoPair pair = ConnectPair(loop);
  AsyncSocket& client = *pair.client->socket;
  for (int i = 0; i < 10; ++i) client.Send("x", 1);
  loop.Wait(kDemoTurnMs, true);
  say.Check(pair.client->heard == "connect write ", "ten sends that succeed: no write signal");

  const std::string chunk(64 * 1024, 'x');
  std::size_t sent = 10;
  int result = 0;
  while ((result = client.Send(chunk.data(), chunk.size())) > 0) {
    sent += static_cast<std::size_t>(result);
  }
  say.Check(client.IsBlocking(), "then as much as fits: the last Send says \"not now\"");
  loop.Wait(kDemoTurnMs, true);
  say.Check(pair.client->heard == "connect write ", "while the peer reads nothing: silence");

  std::size_t received = 0;
  RunUntil(loop, [&] {
    received += ReceiveAll(*pair.server->socket).size();
    return received == sent && pair.client->heard == "connect write write ";
  });
  loop.Wait(kDemoTurnMs, true);
  say.Check(received == sent, "the peer reads every byte");
  say.Check(pair.client->heard == "connect write write ", "and one write signal says: go on");
}

void ShowDestruction(support::Narrator& say, const DemoBackend& backend) {
  say.Step("Backend ", backend.name, ": a handler destroys sockets while the loop is at work.");
  PhysicalSocketServer loop(MakeBackend(backend.kind, backend.groups));
  const DemoPair first = ConnectPair(loop);
  const DemoPair second = ConnectPair(loop);
  int handlers = 0;
  const auto destroy_both = [&](AsyncSocket*) {
    ++handlers;
    first.server->socket.reset();
    second.server->socket.reset();
  };
  const Connection on_first = first.server->socket->SignalReadEvent.connect(destroy_both);
  const Connection on_second = second.server->socket->SignalReadEvent.connect(destroy_both);
  first.client->socket->Send("a", 1);
  second.client->socket->Send("b", 1);
  RunUntil(loop, [&] { return first.client->Heard("close") && second.client->Heard("close"); });
  say.Check(handlers == 1,
            "two sockets are readable; the handler of one destroys both, and the other one's event "
            "finds nobody");
  say.Check(first.client->Heard("close") && second.client->Heard("close"),
            "the loop goes on: both peers are told");
}

void ShowWakeUp(support::Narrator& say, const DemoBackend& backend) {
  say.Step("Backend ", backend.name, ": another thread speaks to the loop.");
  PhysicalSocketServer loop(MakeBackend(backend.kind, backend.groups));
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

}  // namespace l04
