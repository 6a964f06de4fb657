// The demo: handshake, a fragmented reply, pings, protoo both ways, nonsense, and a close.
#include "05_websocket/demo/demo.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "05_websocket/loopback/server.h"
#include "05_websocket/protoo/router_capabilities.h"
#include "05_websocket/protoo/session.h"
#include "support/narration.h"

namespace l05 {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPatience{3000};  // then something that is expected counts as missing
constexpr std::size_t kReplySize = 40'000;

// The application's side of the demo: what a session said so far. All of it runs on the demo's own
// thread; the session's network thread never calls any of this.
struct Listener {
  explicit Listener(const std::string& url) : session(url) {
    slots.push_back(session.SignalOpen.connect([this](auto*) { open = true; }));
    slots.push_back(session.SignalNotification.connect(
        [this](auto*, const ProtooNotification& note) { notification = note.method; }));
    slots.push_back(session.SignalRequest.connect([this](auto*, const ProtooRequest& request) {
      session.Accept(request, {{"answering", request.method}});
    }));
    slots.push_back(
        session.SignalInvalid.connect([this](auto*, const std::string& why) { ignored = why; }));
    slots.push_back(
        session.SignalClose.connect([this](auto*, const CloseInfo& info) { closed = info; }));
  }

  // The application's thread: it sleeps until the network thread has something, then handles it.
  bool Until(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!condition()) {
      if (std::chrono::steady_clock::now() >= end) return false;
      session.WaitForEvent(milliseconds(20));
      session.Process();
    }
    return true;
  }

  // A request that waits for its answer: fine in a demo. A real application would go on and let the
  // callback do the rest.
  ProtooResult Ask(const std::string& method, const Json& data = Json::object()) {
    // Shared: an answer that comes when we have given up must not write into what is gone.
    const auto answer = std::make_shared<std::optional<ProtooResult>>();
    session.Request(method, data, [answer](const ProtooResult& result) { *answer = result; });
    Until([&answer] { return answer->has_value(); });
    return answer->value_or(ProtooResult());
  }

  ProtooSession session;               // the client and its network thread
  bool open = false;                   // SignalOpen came
  std::string notification;            // method of the last notification
  std::string ignored;                 // what was ignored last, and why
  std::optional<CloseInfo> closed;     // SignalClose came
  std::vector<l04::Connection> slots;  // declared last: disconnected first
};

void ShowHandshake(support::Narrator& say, const LoopbackServer& server, Listener& client) {
  say.Step("The opening handshake turns an HTTP connection into a WebSocket.");
  say.Say("client: GET /?roomId=chensong&peerId=xiqhlyrn, with a fresh random key of 16 octets");
  std::string error;
  if (!say.Check(client.session.Start(&error), "the address is fine")) return say.Say(error);
  client.Until([&client] { return client.open || client.closed; });
  say.Check(client.open, "the server's 101 proves with SHA-1 that it read our key");
  say.Check(server.Report().problems.empty(),
            "and the strict server found nothing wrong with our request");
}

void ShowFragments(support::Narrator& say, Listener& client) {
  say.Step("A request and its reply, which is too large for one frame.");
  const ProtooResult result = client.Ask("getRouterRtpCapabilities", {{"padding", kReplySize}});
  say.Check(result.ok(), "getRouterRtpCapabilities is answered, matched by its id");
  const std::size_t size = result.data.dump().size();
  say.Check(size > 2 * LoopbackConnection::kFragment, "the reply has ", size,
            " octets, so it came in fragments of 16 KiB (the article loses such replies)");
  say.Check(result.data == RouterCapabilities(kReplySize),
            "put together it is exactly what the server sent");
  say.Say("The router's codecs:");
  for (const std::string& line : CodecLines(result.data)) say.Say("  ", line);
}

// Also the same text fifty times over must look different on the wire.
void ShowMasking(support::Narrator& say, const LoopbackServer& server, Listener& client) {
  say.Step("Every frame of a client is masked, each with a key of its own.");
  for (int i = 0; i < 50; ++i) client.session.Notify("sameText", Json::object());
  client.Ask("notifyMe");
  const LoopbackCounts counts = server.Report();
  say.Check(counts.frames >= 52, "the server has read ", counts.frames, " masked frames");
  say.Check(counts.keys.size() == counts.frames, "with ", counts.keys.size(),
            " different keys (the article masks everything with 12 34 56 78)");
}

void ShowControlFrames(support::Narrator& say, LoopbackServer& server, Listener& client) {
  say.Step("A ping may come at any time and wants its payload back.");
  server.PingAll("are you there?");
  say.Check(client.Until([&server] { return server.Report().pongs == 1; }),
            "the server's ping was answered, without any work of the application");
}

void ShowProtoo(support::Narrator& say, Listener& client) {
  say.Step("protoo: both ends may ask, both may tell.");
  say.Check(client.notification == "peerJoined", "a notification of the server arrived");
  const ProtooResult answer = client.Ask("askMe");
  say.Check(answer.ok() && answer.data["youSaid"]["answering"] == "newConsumer",
            "the server asked us \"newConsumer\", and our answer reached it");
  const ProtooResult unknown = client.Ask("makeCoffee");
  say.Check(unknown.end == ProtooResult::End::kRejected && unknown.error_code == 404,
            "an unknown method gets an error: ", unknown.error_code, " ", unknown.error_reason);
}

// A peer's nonsense must not take our program down, nor end a connection that works.
void ShowNonsense(support::Narrator& say, LoopbackServer& server, Listener& client) {
  say.Step("What is not protoo is reported and ignored.");
  server.SendToAll("null");  // valid JSON; it crashes the real protoo-server
  client.Until([&client] { return !client.ignored.empty(); });
  say.Check(client.ignored == "a JSON null, not an object", "ignored: ", client.ignored);
  say.Check(client.Ask("notifyMe").ok(), "and the connection still works");
}

void ShowClose(support::Narrator& say, Listener& client) {
  say.Step("The end: both sides send a Close frame, then the server closes TCP.");
  client.Ask("leave");
  client.Until([&client] { return client.closed.has_value(); });
  const CloseInfo info = client.closed.value_or(CloseInfo());
  say.Check(info.code == kClosedByProtooServer && info.clean, info.what);
  client.session.Stop();
  say.Check(client.Ask("anything").end == ProtooResult::End::kClosed,
            "a request after the end fails at once instead of waiting");
}

// A refusal is plain HTTP: there is no WebSocket yet that could be closed with a code.
void ShowRefusal(support::Narrator& say, const LoopbackServer& server) {
  say.Step("A server may refuse: without roomId and peerId there is no room to enter.");
  Listener client(server.Url("/"));
  std::string error;
  client.session.Start(&error);
  client.Until([&client] { return client.closed.has_value(); });
  const CloseInfo info = client.closed.value_or(CloseInfo());
  say.Check(!client.open && info.handshake && info.handshake->status == 400, info.what);
  if (info.handshake) say.Say("the server says: ", info.handshake->body);
}

}  // namespace

int RunDemo() {
  support::Narrator say("Lesson 05: a WebSocket client that speaks protoo.");
  LoopbackServer server;
  say.Say("The embedded server listens on loopback, on a thread of its own.");
  {
    Listener client(server.Url());
    ShowHandshake(say, server, client);
    ShowFragments(say, client);
    ShowMasking(say, server, client);
    ShowControlFrames(say, server, client);
    ShowProtoo(say, client);
    ShowNonsense(say, server, client);
    ShowClose(say, client);
  }
  ShowRefusal(say, server);
  return say.Finish();
}

}  // namespace l05
