// The beginning of a connection: arguments, TCP, TLS, the request. See websocket_client.h.
#include <utility>

#include "05_websocket/client/frame_text.h"
#include "05_websocket/client/websocket_client.h"
#include "05_websocket/client/websocket_client_turn.h"
#include "05_websocket/handshake/uri.h"

namespace l05 {

using std::chrono::milliseconds;
using State = WebSocketClient::State;

// [open]
bool WebSocketClient::Open(const std::string& address, const ClientOptions& options,
                           std::string* error) {
  if (state_ != State::kNone && state_ != State::kClose) {
    *error = "a connection exists already";
    return false;
  }
  // Everything that can be wrong with the arguments is found before a socket exists.
  const std::optional<Uri> uri = ParseUri(address, error);
  if (!uri) return false;
  HandshakeOptions offer = options.handshake;
  if (options.compress) offer.deflate = options.deflate;
  if (const auto problem = CheckHandshakeOptions(offer)) {
    *error = *problem;
    return false;
  }
  TlsWrap tls;
  if (uri->secure) {
    tls = PrepareTls(server_, uri->host, options.tls, error);
    if (!tls) return false;
  }
  Reset(options);
  tls_ = std::move(tls);
  SetState(State::kInit);
  where_ = uri->ToString();
  const std::string key = MakeHandshakeKey();
  request_ = BuildHandshakeRequest(*uri, offer, key);
  handshake_.emplace(key, offer);
  reader_.emplace(Role::kClient, options.limits);
  StartConnecting(*uri);
  return true;
}
// [open]

// A client may be opened again after its SignalClose; nothing of the last connection may remain.
void WebSocketClient::Reset(const ClientOptions& options) {
  options_ = options;
  subprotocol_.clear();
  send_buffer_ = 0;
  queue_.Clear();
  deflater_.reset();
  outcome_ = CloseInfo();
  flags_ = Flags();
  close_missed_.reset();
}

void WebSocketClient::StartConnecting(const Uri& uri) {
  SetState(State::kConnecting);
  SetDeadline(options_.deadlines.connect, [this] {
    Drop("connect " + where_ + ": no connection within " + TimeText(options_.deadlines.connect));
  });
  connector_.emplace(server_, options_.send_buffer);
  connector_->Start(
      uri.host, uri.port,
      [this](std::unique_ptr<l04::AsyncSocket> socket) { OnConnected(std::move(socket)); },
      [this](const std::string& what) { Drop(what); });
}

// [on connected]
void WebSocketClient::OnConnected(std::unique_ptr<l04::AsyncSocket> socket) {
  const Turn turn(*this);
  connector_.reset();
  // What was set before connecting was a wish: Linux doubles it and caps it (man 7 socket,
  // SO_SNDBUF). The article sets a million and never learns what it got.
  socket->GetOption(l04::Option::kSendBuffer, &send_buffer_);
  socket_ = tls_ ? tls_(std::move(socket)) : std::move(socket);
  slots_.push_back(socket_->SignalReadEvent.connect([this](auto*) { OnReadEvent(); }));
  // Only a flush: a write event says "there is room", it does not ask for new messages.
  slots_.push_back(socket_->SignalWriteEvent.connect([this](auto*) { const Turn t(*this); }));
  slots_.push_back(socket_->SignalCloseEvent.connect([this](auto*, int e) { OnSocketClose(e); }));
  if (tls_) return StartTls();
  StartHandshake();
}
// [on connected]

// For TLS the connection is not there yet: nothing of ours may travel before the server has proved
// who it is.
void WebSocketClient::StartTls() {
  slots_.push_back(socket_->SignalConnectEvent.connect([this](auto*) {
    const Turn turn(*this);
    StartHandshake();
  }));
  SetDeadline(options_.deadlines.handshake, [this] {
    Drop("TLS handshake with " + where_ + ": not finished within " +
         TimeText(options_.deadlines.handshake));
  });
}

void WebSocketClient::StartHandshake() {
  SetState(State::kHandshake);
  SetDeadline(options_.deadlines.handshake, [this] {
    Drop("handshake with " + where_ + ": no complete answer within " +
         TimeText(options_.deadlines.handshake));
  });
  Log("->", HeadText(request_));
  queue_.AppendRaw(request_);
}

}  // namespace l05
