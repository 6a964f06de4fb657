// Look up, then one attempt after the other, until one of them has a connection.
#include "05_websocket/client/connector.h"

#include <algorithm>
#include <utility>

#include "01_blocking/sockets/error.h"
#include "05_websocket/client/deadline.h"

namespace l05 {
namespace {

// The families take turns, beginning with that of the first address, and each keeps the order of
// the resolver (RFC 8305 §4). Otherwise a name with ten IPv6 addresses would cost a network without
// IPv6 ten head starts.
std::vector<l01::Endpoint> TakingTurns(std::vector<l01::Endpoint> addresses) {
  if (addresses.empty()) return addresses;
  const int family = addresses.front().family();
  const auto other =
      std::stable_partition(addresses.begin(), addresses.end(),
                            [family](const l01::Endpoint& a) { return a.family() == family; });
  std::vector<l01::Endpoint> turns;
  auto first = addresses.begin();
  auto second = other;
  while (first != other || second != addresses.end()) {
    if (first != other) turns.push_back(*first++);
    if (second != addresses.end()) turns.push_back(*second++);
  }
  return turns;
}

}  // namespace

Connector::Connector(l04::PhysicalSocketServer& server, int send_buffer, Pace pace)
    : server_(server), send_buffer_(send_buffer), pace_(pace), resolver_(server) {}

void Connector::Start(const std::string& host, std::uint16_t port, OnConnected connected,
                      OnFailed failed) {
  // A numeric address needs no name server, and so no thread.
  if (const auto address = l01::Endpoint::Parse(host, port)) {
    return Start({*address}, std::move(connected), std::move(failed));
  }
  connected_ = std::move(connected);
  failed_ = std::move(failed);
  resolver_.Start(host, port, [this](std::vector<l01::Endpoint> addresses, std::string error) {
    last_error_ = std::move(error);
    Race(std::move(addresses));
  });
  if (pace_.limit.count() == 0) return;
  timer_ = server_.CallAfter(pace_.limit, [this, host] {
    resolver_.Cancel();
    last_error_ = "resolve " + host + ": no answer within " + TimeText(pace_.limit);
    Fail();
  });
}

void Connector::Start(std::vector<l01::Endpoint> addresses, OnConnected connected,
                      OnFailed failed) {
  connected_ = std::move(connected);
  failed_ = std::move(failed);
  timer_ = server_.CallAfter(std::chrono::milliseconds(0),
                             [this, addresses = std::move(addresses)] { Race(addresses); });
}

void Connector::Race(std::vector<l01::Endpoint> addresses) {
  addresses_ = TakingTurns(std::move(addresses));
  TryNext();
}

// [try next]
// Starts the next attempt. The head start of the one after it begins now.
void Connector::TryNext() {
  timer_.Cancel();
  while (next_ < addresses_.size()) {
    auto attempt = std::make_unique<Attempt>();
    attempt->address = addresses_[next_++];
    if (!Begin(attempt.get())) continue;
    Attempt* const begun = attempts_.emplace_back(std::move(attempt)).get();
    // On loopback a connection may stand at once, and then no signal tells about it.
    if (begun->socket->GetState() == l04::AsyncSocket::State::kConnected) return Succeed(begun);
    Watch(begun);
    if (next_ < addresses_.size()) {
      timer_ = server_.CallAfter(pace_.stagger, [this] { TryNext(); });
    }
    return;
  }
  if (attempts_.empty()) Fail();
}
// [try next]

// Returns false if this address failed at once; last_error_ says why.
bool Connector::Begin(Attempt* attempt) {
  try {
    attempt->socket = server_.CreateAsyncSocket(attempt->address.family(), SOCK_STREAM);
  } catch (const l01::SocketError& problem) {
    last_error_ = problem.what();
    return false;
  }
  l04::AsyncSocket& socket = *attempt->socket;
  // Before Connect: the buffer's size takes part in what TCP negotiates. Only a wish; the client
  // reads back what the system made of it.
  if (send_buffer_ > 0) socket.SetOption(l04::Option::kSendBuffer, send_buffer_);
  // Our own queue already puts small frames together, so the delay that Nagle's algorithm adds for
  // that purpose would only cost time.
  socket.SetOption(l04::Option::kNoDelay, 1);
  if (socket.Connect(attempt->address) == 0) return true;
  last_error_ =
      "connect " + attempt->address.ToString() + ": " + socket.ErrorText(socket.GetError());
  return false;
}

void Connector::Watch(Attempt* attempt) {
  attempt->on_connect =
      attempt->socket->SignalConnectEvent.connect([this, attempt](auto*) { Succeed(attempt); });
  attempt->on_close = attempt->socket->SignalCloseEvent.connect(
      [this, attempt](auto*, int error) { GiveUp(attempt, attempt->socket->ErrorText(error)); });
  if (pace_.limit.count() == 0) return;
  attempt->late = server_.CallAfter(pace_.limit, [this, attempt] {
    GiveUp(attempt, "no connection within " + TimeText(pace_.limit));
  });
}

// A failure ends the head start of the others: there is nothing more to wait for. Which address it
// was is half of the message: a name has several.
void Connector::GiveUp(Attempt* attempt, const std::string& why) {
  last_error_ = "connect " + attempt->address.ToString() + ": " + why;
  std::erase_if(attempts_, [attempt](const auto& one) { return one.get() == attempt; });
  TryNext();
}

// The first connection wins. The others are closed, even those that stand already.
void Connector::Succeed(Attempt* attempt) {
  attempt->on_connect.disconnect();
  attempt->on_close.disconnect();
  std::unique_ptr<l04::AsyncSocket> socket = std::move(attempt->socket);
  timer_.Cancel();
  attempts_.clear();
  const OnConnected connected = std::exchange(connected_, nullptr);
  connected(std::move(socket));  // may destroy this object: nothing may follow
}

void Connector::Fail() {
  const OnFailed failed = std::exchange(failed_, nullptr);
  const std::string what = std::exchange(last_error_, {});
  failed(what);  // may destroy this object: nothing may follow
}

}  // namespace l05
