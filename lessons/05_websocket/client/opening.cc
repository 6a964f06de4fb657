// One step after the other; each has a deadline and an error message of its own.
#include "05_websocket/client/opening.h"

#include <utility>

#include "05_websocket/client/frame_text.h"
#include "05_websocket/client/socket_io.h"

namespace l05 {
Opening::Opening(OpeningPlan plan, const Place& place)
    : plan_(std::move(plan)),
      where_(plan_.uri.ToString()),
      place_(place),
      connector_(place.timers.loop(), place.options.send_buffer,
                 {place.options.deadlines.connect, Connector::Pace().stagger}),
      deadline_(place.timers),
      answer_(MakeHandshakeKey(), plan_.offer) {
  request_ = BuildHandshakeRequest(plan_.uri, plan_.offer, answer_.key());
}

void Opening::Start() {
  const auto next = plan_.talk ? &Opening::OnProxyConnected : &Opening::OnTcpConnected;
  Connect(
      [this, next](std::unique_ptr<l04::AsyncSocket> socket) { (this->*next)(std::move(socket)); });
}

void Opening::Connect(Connector::OnConnected connected) {
  const auto failed = [this](const std::string& what) {
    Fail(plan_.talk ? "proxy " + plan_.route.proxy->ToString() + ": " + what : what);
  };
  if (plan_.route.proxy) {
    const Proxy& proxy = *plan_.route.proxy;
    return connector_.Start(proxy.host, proxy.port, std::move(connected), failed);
  }
  if (!plan_.route.addresses.empty()) {
    return connector_.Start(plan_.route.addresses, std::move(connected), failed);
  }
  connector_.Start(plan_.uri.ConnectHost(), plan_.uri.port, std::move(connected), failed);
}

// The proxy has the time that a server has for its handshake: both wait for somebody to answer.
void Opening::OnProxyConnected(std::unique_ptr<l04::AsyncSocket> socket) {
  tunnel_ = std::make_unique<Tunnel>(std::move(socket), std::move(plan_.talk));
  deadline_.Start(place_.options.deadlines.handshake, [this] {
    OnProxyFailed("no complete answer within " + TimeText(place_.options.deadlines.handshake), 0);
  });
  tunnel_->Start(
      [this](std::unique_ptr<l04::AsyncSocket> reached) {
        tunnel_.reset();
        deadline_.Cancel();
        OnTcpConnected(std::move(reached));
      },
      [this](const std::string& what, int status) { OnProxyFailed(what, status); });
}

// A refusal of the proxy is as final as one of the server: the next attempt would hear the same.
void Opening::OnProxyFailed(const std::string& what, int status) {
  std::optional<HandshakeFailure> answer;
  if (status != 0) answer = HandshakeFailure{what, status, {}, {}, {}};
  Fail("proxy " + plan_.route.proxy->ToString() + ": " + what, std::move(answer));
}

void Opening::OnTcpConnected(std::unique_ptr<l04::AsyncSocket> socket) {
  // What was set before connecting was a wish: Linux doubles it and caps it (man 7 socket,
  // SO_SNDBUF). The article sets a million and never learns what it got.
  socket->GetOption(l04::Option::kSendBuffer, &place_.opened.send_buffer);
  place_.opened.socket = plan_.tls ? plan_.tls(std::move(socket)) : std::move(socket);
  place_.gate.Watch(this->socket(), *this);
  if (plan_.tls) return StartTls();
  BeginHandshake();
}

// For TLS the connection is not there yet: nothing of ours may travel before the server has proved
// who it is.
void Opening::StartTls() {
  slots_.push_back(socket().SignalConnectEvent.connect([this](auto*) { BeginHandshake(); }));
  deadline_.Start(place_.options.deadlines.handshake, [this] {
    Fail("TLS handshake with " + where_ + ": not finished within " +
         TimeText(place_.options.deadlines.handshake));
  });
}

void Opening::BeginHandshake() {
  in_handshake_ = true;
  place_.events.OnHandshakeBegins();
  deadline_.Start(place_.options.deadlines.handshake, [this] { OnAnswerLate(); });
  LogLine(place_.options.log, "->", HeadText(request_));
  unsent_ = request_;
  slots_.push_back(socket().SignalWriteEvent.connect([this](auto*) { SendRequest(); }));
  SendRequest();
}

// A short send is no error: SignalWriteEvent tells when to go on. The article ignores it, and a
// request with a long cookie is cut off (defect B16).
void Opening::SendRequest() {
  while (!unsent_.empty()) {
    const l01::IoResult sent = SendOnce(socket(), unsent_);
    if (sent.would_block()) return;
    // The server may have said why before it broke the connection. That is still readable, so the
    // end is left to the close event.
    if (!sent.ok()) unsent_ = {};
    unsent_.remove_prefix(sent.ok() ? sent.bytes : 0);
  }
}

bool Opening::OnReadable() {
  if (!ReceiveOnce(socket(), place_.opened.received)) return false;
  OnAnswer();  // may destroy this object: nothing may follow
  return true;
}

void Opening::OnAnswer() {
  Opened& opened = place_.opened;
  std::size_t consumed = 0;
  const auto status = answer_.Feed(opened.received.data(), &consumed);
  opened.received.Consume(consumed);  // what follows the 101 stays: frames may share its segment
  for (const HttpHead& head : answer_.TakeInterim()) {
    LogLine(place_.options.log, "<-", HeadText(head));
  }
  if (status == HandshakeReader::Status::kNeedMore) return WaitForBody();
  if (!in_body_) LogLine(place_.options.log, "<-", HeadText(answer_.head()));
  if (status == HandshakeReader::Status::kFailed) {
    return Fail("handshake with " + where_ + ": " + answer_.failure().what, answer_.failure());
  }
  opened.subprotocol = answer_.subprotocol();
  opened.deflate = answer_.deflate();
  place_.events.OnOpened();  // destroys this object: nothing may follow
}

// The server has refused; only its reasons are missing. They come at once or not at all, so they
// have a short limit of their own: on a connection that is kept alive nothing marks their end.
void Opening::WaitForBody() {
  if (!answer_.refused() || std::exchange(in_body_, true)) return;
  LogLine(place_.options.log, "<-", HeadText(answer_.head()));
  if (place_.options.deadlines.refusal.count() == 0) return;  // the handshake's limit still holds
  deadline_.Start(place_.options.deadlines.refusal, [this] { OnAnswerLate(); });
}

// What the server did say is worth more than that it did not say all of it.
void Opening::OnAnswerLate() {
  answer_.OnEnd();
  const HandshakeFailure& failure = answer_.failure();
  if (failure.status != 0) return Fail("handshake with " + where_ + ": " + failure.what, failure);
  Fail("handshake with " + where_ + ": no complete answer within " +
       TimeText(place_.options.deadlines.handshake));
}

// TCP ended too early. A refusal whose body ends with the connection is complete now, and what the
// server said is worth more than how TCP ended.
void Opening::OnEnd(int error) {
  const std::string reason = error == 0 ? "" : socket().ErrorText(error);
  if (!in_handshake_) {
    place_.opened.untrusted = error == kTlsUntrusted;
    return Fail("TLS handshake with " + where_ + ": " +
                (error == 0 ? "closed by the server" : reason));
  }
  answer_.OnEnd();
  const HandshakeFailure& failure = answer_.failure();
  const bool answered = failure.status != 0 || error == 0;
  Fail("handshake with " + where_ + ": " + (answered ? failure.what : reason), failure);
}

void Opening::Fail(const std::string& what, std::optional<HandshakeFailure> answer) {
  place_.events.OnOpeningFailed(what, std::move(answer));  // destroys this object
}

}  // namespace l05
