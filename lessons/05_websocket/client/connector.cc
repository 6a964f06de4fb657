// Look up, then one address after the other until one of them accepts.
#include "05_websocket/client/connector.h"

#include <chrono>
#include <utility>

#include "01_blocking/sockets/error.h"

namespace l05 {

Connector::Connector(l04::PhysicalSocketServer& server, int send_buffer)
    : server_(server), send_buffer_(send_buffer), resolver_(server) {}

void Connector::Start(const std::string& host, std::uint16_t port, OnConnected connected,
                      OnFailed failed) {
  // A numeric address needs no name server, and so no thread.
  if (const auto address = l01::Endpoint::Parse(host, port)) {
    return Start({*address}, std::move(connected), std::move(failed));
  }
  connected_ = std::move(connected);
  failed_ = std::move(failed);
  resolver_.Start(host, port, [this](std::vector<l01::Endpoint> addresses, std::string error) {
    addresses_ = std::move(addresses);
    last_error_ = std::move(error);
    TryNext();
  });
}

void Connector::Start(std::vector<l01::Endpoint> addresses, OnConnected connected,
                      OnFailed failed) {
  connected_ = std::move(connected);
  failed_ = std::move(failed);
  addresses_ = std::move(addresses);
  later_ = server_.CallAfter(std::chrono::milliseconds(0), [this] { TryNext(); });
}

// [try next]
void Connector::TryNext() {
  while (next_ < addresses_.size()) {
    const l01::Endpoint& address = addresses_[next_++];
    if (!Begin(address)) continue;
    // On loopback a connection may stand at once, and then no signal tells about it.
    if (socket_->GetState() == l04::AsyncSocket::State::kConnected) return Succeed();
    on_connect_ = socket_->SignalConnectEvent.connect([this](auto*) { Succeed(); });
    on_close_ =
        socket_->SignalCloseEvent.connect([this](auto*, int error) { OnCloseEvent(error); });
    return;
  }
  Fail();
}
// [try next]

// Returns false if this address failed at once; last_error_ says why.
bool Connector::Begin(const l01::Endpoint& address) {
  try {
    socket_ = server_.CreateAsyncSocket(address.family(), SOCK_STREAM);
  } catch (const l01::SocketError& problem) {
    last_error_ = problem.what();
    return false;
  }
  // Before Connect: the buffer's size takes part in what TCP negotiates. Only a wish; the client
  // reads back what the system made of it.
  if (send_buffer_ > 0) socket_->SetOption(l04::Option::kSendBuffer, send_buffer_);
  // Our own queue already puts small frames together, so the delay that Nagle's algorithm adds for
  // that purpose would only cost time.
  socket_->SetOption(l04::Option::kNoDelay, 1);
  if (socket_->Connect(address) == 0) return true;
  RememberError(socket_->GetError());
  return false;
}

void Connector::OnCloseEvent(int error) {
  RememberError(error);
  on_connect_.disconnect();
  on_close_.disconnect();
  TryNext();
}

// Which address it was is half of the message: a name has several.
void Connector::RememberError(int error) {
  last_error_ = "connect " + addresses_[next_ - 1].ToString() + ": " + socket_->ErrorText(error);
}

void Connector::Succeed() {
  on_connect_.disconnect();
  on_close_.disconnect();
  const OnConnected connected = std::exchange(connected_, nullptr);
  connected(std::move(socket_));  // may destroy this object: nothing may follow
}

void Connector::Fail() {
  const OnFailed failed = std::exchange(failed_, nullptr);
  const std::string what = std::exchange(last_error_, {});
  failed(what);  // may destroy this object: nothing may follow
}

}  // namespace l05
