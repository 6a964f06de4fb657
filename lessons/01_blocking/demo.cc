// The demo: two clients, first at a blocking server, then at a non-blocking one.
#include "01_blocking/demo.h"

#include <array>
#include <thread>

#include "01_blocking/blocking_echo.h"
#include "01_blocking/poll_echo_server.h"
#include "support/narration.h"

namespace l01 {
namespace {

constexpr int kPatienceMs = 200;  // how long the demo watches for an answer that must not come

// True if `socket` has something to read within `timeout_ms`.
bool AnswerArrives(const Socket& socket, int timeout_ms) {
  pollfd entry{};
  entry.fd = socket.native();
  entry.events = POLLIN;
  return native::Poll({&entry, 1}, timeout_ms) == 1;
}

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
  say.Check(!AnswerArrives(boris, kPatienceMs),
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

void ShowWouldBlock(support::Narrator& say) {
  say.Step("What the non-blocking server sees: calls that return instead of waiting.");
  PollEchoServer server(Endpoint::Loopback());
  Socket client = ConnectTo(server.local());
  client.SetNonBlocking(true);
  std::array<std::byte, 16> room;
  say.Check(client.Recv(room).would_block(), "recv with nothing there: \"would block\", at once");

  const std::string much(1 << 20, 'x');
  IoResult sent;
  std::size_t total = 0;
  while ((sent = client.Send(std::as_bytes(std::span(much)))).ok()) total += sent.bytes;
  say.Check(sent.would_block() && total > 0,
            "send to a server that does not read: accepted for a while, then \"would block\"");
}

}  // namespace

int RunDemo() {
  support::Narrator say("Lesson 01: a socket call waits, unless you tell it not to.");
  ShowBlockingServer(say);
  ShowPollServer(say);
  ShowWouldBlock(say);
  return say.Finish();
}

}  // namespace l01
