// The demo: two clients, first at a blocking server, then at a non-blocking one.
#include "01_blocking/demo/demo.h"

#include <atomic>
#include <thread>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/echo/busy_echo.h"
#include "01_blocking/echo/poll_echo_server.h"
#include "01_blocking/experiments/blocking_calls.h"
#include "01_blocking/experiments/slow_transfer.h"
#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"
#include "support/narration.h"

namespace l01 {
namespace {

constexpr int kPatienceMs = 200;  // how long the demo watches for an answer that must not come

void SendText(Socket& socket, const std::string& text) {
  socket.SendAll(std::as_bytes(std::span(text)));
}

std::string ReceiveText(Socket& socket, std::size_t size) {
  std::string text(size, '\0');
  auto room = std::as_writable_bytes(std::span(text));
  while (!room.empty()) {
    const IoResult received = socket.Recv(room);
    if (!received.ok()) break;
    room = room.subspan(received.bytes);
  }
  return text.substr(0, size - room.size());
}

void ShowBlockingServer(support::Narrator& say) {
  say.Step("A blocking server: accept a client, echo until it is done, accept the next.");
  Socket listener = ListenOn(Endpoint::Loopback());
  std::thread server([&] { ServeOneByOne(listener, 2); });

  Socket anna = ConnectTo(listener.LocalEndpoint());
  say.Check(Exchange(anna, "hello") == "hello",
            "Anna sends 5 bytes and gets the same 5 bytes back");
  say.Say("Anna stays connected and says nothing more.");

  Socket boris = ConnectTo(listener.LocalEndpoint());
  say.Say("Boris connects: the system accepts for the server, so his connect succeeds.");
  SendText(boris, "hi");
  say.Check(!WaitReadable(boris, std::chrono::milliseconds(kPatienceMs)),
            "Boris gets no answer: the server sits in recv, waiting for Anna");

  anna.Close();
  say.Check(ReceiveText(boris, 2) == "hi", "Anna leaves, and only now Boris gets his echo");
  boris.Close();
  server.join();
}

void ShowPollServer(support::Narrator& say) {
  say.Step("The same two clients at a non-blocking server: one thread, one poll for all sockets.");
  PollEchoServer server(Endpoint::Loopback());
  std::thread loop([&] { server.Run(); });

  Socket anna = ConnectTo(server.local());
  say.Check(Exchange(anna, "hello") == "hello",
            "Anna sends 5 bytes and gets the same 5 bytes back");
  Socket boris = ConnectTo(server.local());
  say.Check(Exchange(boris, "hi") == "hi", "Boris gets his echo while Anna is connected and idle");
  say.Check(Exchange(anna, "still here") == "still here", "and Anna is served as before");

  boris.ShutdownSend();
  say.Check(ReceiveText(boris, 1).empty(),
            "Boris closes his direction; the server sees the end of the stream and closes too");
  server.Stop();
  loop.join();
}

void ShowWhereCallsWait(support::Narrator& say) {
  say.Step("Where does a blocking program wait? Each call is watched on a thread of its own.");
  const std::chrono::milliseconds patience(kPatienceMs);
  say.Check(ObserveAccept(patience).as_expected(), "accept waits until a client connects");
  say.Check(ObserveRecv(patience).as_expected(), "recv waits until bytes come");
  say.Check(ObserveSend(patience).as_expected(),
            "send waits when the peer does not read, until it does");
  say.Check(ObserveConnect(patience).as_expected(),
            "connect waits when the server's queue is full, until the server accepts");
}

// A pattern in which a lost, doubled or moved part is found.
std::string Pattern(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 2654435761U >> 13);
  return text;
}

void ShowSlowReader(support::Narrator& say) {
  say.Step("16 MiB through a reader that takes 64 KiB only when the sender can do nothing more.");
  auto [sender, reader] = ConnectedPair();
  const std::string text = Pattern(16 << 20);
  std::string received;
  const IoCounts counts = TransferSlowly(sender, reader, text, 64 * 1024, &received);
  say.Say("calls of send: ", counts.sends, " (counted)");
  say.Say("would have blocked: ", counts.would_blocks, " (counted)");
  say.Say("took a part only: ", counts.short_sends, " (counted)");
  // Windows takes all or nothing, so a short send is not claimed.
  say.Check(counts.would_blocks > 0, "would-block is no error: wait, then go on with the rest");
  say.Check(received == text, "all 16777216 bytes arrived, in order");
}

// One of `kIdleClients` + 1 clients speaks, `kMessages` times. Returns the server's calls.
constexpr int kIdleClients = 9;
constexpr int kMessages = 100;

template <typename EchoLoop>
IoCounts CountCalls(EchoLoop echo_loop) {
  std::vector<Socket> clients;
  std::vector<EchoConnection> connections;
  for (int i = 0; i < kIdleClients + 1; ++i) {
    auto [client, server] = ConnectedPair();
    clients.push_back(std::move(client));
    connections.emplace_back(std::move(server));
  }
  std::atomic<bool> finished = false;
  std::thread speaker([&] {
    for (int i = 0; i < kMessages; ++i) Exchange(clients[0], "hello");
    finished = true;
    SendText(clients[0], "!");  // one more byte ends the last wait
  });
  const IoCounts counts = echo_loop(connections, [&finished] { return finished.load(); });
  speaker.join();
  return counts;
}

void ShowPriceOfAsking(support::Narrator& say) {
  say.Step(
      "Ten clients, one of them sends 100 messages. How many system calls does the server make?");
  const IoCounts asking = CountCalls(EchoByAsking);
  const IoCounts polling = CountCalls(EchoByPoll);
  say.Say("calls per message, asking every socket again and again: ", asking.calls() / kMessages,
          " (counted)");
  say.Say("calls per message, waiting in poll: ", polling.calls() / kMessages);
  say.Check(polling.calls() <= 3 * kMessages + 3,
            "poll, recv, send: three calls per message, however long the clients are idle");
  say.Check(asking.calls() > polling.calls(),
            "without waiting there are more, and nearly all of them find nothing");
}

}  // namespace

int RunDemo() {
  support::Narrator say("Lesson 01: a socket call waits, unless you tell it not to.");
  ShowBlockingServer(say);
  ShowPollServer(say);
  ShowWhereCallsWait(say);
  ShowSlowReader(say);
  ShowPriceOfAsking(say);
  return say.Finish();
}

}  // namespace l01
