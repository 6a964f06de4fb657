// What each of the two threads owns, and the queue between them.
//
// A little over 200 lines, on purpose: who may touch what is the subject, and it can be checked
// only with both threads on one page.
#include "05_websocket/protoo/session.h"

#include <algorithm>
#include <utility>

namespace l05 {

// Everything the network thread owns. Only that thread touches it, so nothing here needs a lock.
class ProtooSession::Network {
 public:
  explicit Network(ProtooSession& session)
      : session_(session), socket_(session.server_), peer_(session.server_, socket_) {
    slots_.push_back(socket_.SignalOpen.connect([this](auto*) { session_.Push(Opened{}); }));
    slots_.push_back(
        socket_.SignalClose.connect([this](auto*, const CloseInfo& i) { OnClose(i); }));
    slots_.push_back(peer_.SignalRequest.connect(
        [this](auto*, const ProtooRequest& request) { PushUnlessStopping(request); }));
    slots_.push_back(peer_.SignalNotification.connect(
        [this](auto*, const ProtooNotification& note) { PushUnlessStopping(note); }));
    slots_.push_back(peer_.SignalInvalid.connect(
        [this](auto*, const std::string& why) { PushUnlessStopping(Invalid{why}); }));
  }

  // No time limit and no polling: whoever wants something of this thread posts it, and Post wakes
  // the loop. The article sleeps 100 ms at a time and cannot be stopped at all.
  void Run() {
    while (!done_) {
      if (session_.server_.Wait(l04::PhysicalSocketServer::kForever, true)) continue;
      CloseInfo info;
      info.what = "the loop cannot wait: " + session_.server_.LastError();
      return session_.Push(info);
    }
  }

  bool Open(std::string* error) {
    return socket_.Open(session_.address_, session_.options_, error);
  }

  // Ends Run() as soon as the connection has ended.
  void Stop() {
    stopping_ = true;
    socket_.ResumeReading();  // the server's Close frame must get through
    const bool open = socket_.state() != WebSocketClient::State::kClose;
    if (open) socket_.Close(kNormalClosure);  // false if it is closing already: just wait
    if (!open) Finish();
  }

  void Request(std::uint64_t ticket, const std::string& method, const Json& data) {
    const auto id = peer_.Request(method, data, [this, ticket](const ProtooResult& result) {
      session_.Push(Answer{ticket, result});
    });
    if (!id) session_.Push(Answer{ticket, Closed("the connection is not open")});
  }

  WebSocketClient& socket() { return socket_; }
  ProtooPeer& peer() { return peer_; }

 private:
  // While stopping nobody holds the server back any more, so what it still says is not kept.
  void PushUnlessStopping(Event event) {
    if (!stopping_) session_.Push(std::move(event));
  }

  void OnClose(const CloseInfo& info) {
    session_.Push(info);
    if (stopping_) Finish();
  }

  void Finish() {
    done_ = true;
    session_.server_.WakeUp();  // Wait returns after this turn
  }

  ProtooSession& session_;              // outlives the thread
  WebSocketClient socket_;              // the connection
  ProtooPeer peer_;                     // protoo on it
  bool stopping_ = false;               // Stop was asked for
  bool done_ = false;                   // leave Run
  std::vector<l04::Connection> slots_;  // declared last: disconnected first
};

ProtooSession::ProtooSession(std::string address, ClientOptions options, std::size_t max_events,
                             l04::BackendKind backend)
    : address_(std::move(address)),
      options_(std::move(options)),
      max_events_(max_events),
      server_(backend) {
  options_.handshake.subprotocols = {"protoo"};
}

ProtooSession::~ProtooSession() {
  Stop();
}

// Wrong arguments are found on this thread, by the caller, and not reported by an event later.
bool ProtooSession::Start(std::string* error) {
  if (network_) {
    *error = "the session was started before";
    return false;
  }
  network_ = std::make_unique<Network>(*this);
  if (!network_->Open(error)) {
    network_.reset();
    return false;
  }
  // Starting the thread publishes everything above to it.
  thread_ = std::thread([this] { network_->Run(); });
  return true;
}

void ProtooSession::Stop() {
  if (!thread_.joinable()) return;
  server_.Post([this] { network_->Stop(); });
  thread_.join();
  network_.reset();  // on this thread now: the other one is gone
  FailAllRequestsLater();
}

// The only way from the application to the network thread. Nothing waits here: not for the task,
// not for a lock that a handler holds.
void ProtooSession::OnNetwork(std::function<void(Network&)> task) {
  if (!thread_.joinable()) return;
  server_.Post([this, task = std::move(task)] { task(*network_); });
}

// The callback stays on this side, under a ticket of its own: the id of the protoo request is known
// only to the other thread, and may never come to be.
void ProtooSession::Request(const std::string& method, const Json& data, Done done) {
  const std::uint64_t ticket = ++next_ticket_;
  waiting_.emplace(ticket, std::move(done));
  if (!thread_.joinable()) return Push(Answer{ticket, Closed("the session does not run")});
  OnNetwork([ticket, method, data](Network& network) { network.Request(ticket, method, data); });
}

void ProtooSession::Notify(const std::string& method, const Json& data) {
  OnNetwork([method, data](Network& network) { network.peer().Notify(method, data); });
}

void ProtooSession::Accept(const ProtooRequest& request, const Json& data) {
  OnNetwork([request, data](Network& network) { network.peer().Accept(request, data); });
}

void ProtooSession::Reject(const ProtooRequest& request, int error_code,
                           const std::string& error_reason) {
  OnNetwork([=](Network& network) { network.peer().Reject(request, error_code, error_reason); });
}

// Runs on the network thread.
void ProtooSession::Push(Event event) {
  bool now_full = false;
  {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
    now_full = events_.size() >= max_events_ && !std::exchange(full_, true);
  }
  arrived_.notify_one();
  if (now_full && network_) network_->socket().PauseReading();
}

// [process]
// The list is taken out under the lock and handled without it: a handler may take as long as it
// likes and may call back into the session.
std::size_t ProtooSession::Process() {
  std::vector<Event> events;
  bool was_full = false;
  {
    const std::lock_guard lock(mutex_);
    events.swap(events_);
    was_full = std::exchange(full_, false);
  }
  if (was_full) OnNetwork([](Network& network) { network.socket().ResumeReading(); });
  for (Event& event : events) Dispatch(event);
  return events.size();
}
// [process]

bool ProtooSession::WaitForEvent(std::chrono::milliseconds deadline) {
  std::unique_lock lock(mutex_);
  return arrived_.wait_for(lock, deadline, [this] { return !events_.empty(); });
}

void ProtooSession::Dispatch(Event& event) {
  if (std::holds_alternative<Opened>(event)) return SignalOpen(this);
  if (auto* answer = std::get_if<Answer>(&event)) return FinishRequest(*answer);
  if (auto* request = std::get_if<ProtooRequest>(&event)) return OnRequest(*request);
  if (auto* note = std::get_if<ProtooNotification>(&event)) return SignalNotification(this, *note);
  if (auto* invalid = std::get_if<Invalid>(&event)) return SignalInvalid(this, invalid->why);
  SignalClose(this, std::get<CloseInfo>(event));
}

// Whether somebody listens is known here only: the peer's signal always has the slot of the other
// thread, so the peer itself would never answer.
void ProtooSession::OnRequest(const ProtooRequest& request) {
  if (!SignalRequest.is_empty()) return SignalRequest(this, request);
  OnNetwork([request](Network& network) { network.peer().RejectUnheard(request); });
}

void ProtooSession::FinishRequest(const Answer& answer) {
  // Out of the map before the callback runs: it may send the next request.
  const auto request = waiting_.extract(answer.ticket);
  if (request) request.mapped()(answer.result);
}

// Requests that were posted and never reached the network thread's connection still get their one
// answer, in the next Process().
void ProtooSession::FailAllRequestsLater() {
  for (const auto& [ticket, done] : waiting_) Push(Answer{ticket, Closed("the session stopped")});
}

ProtooResult ProtooSession::Closed(std::string why) {
  ProtooResult result;
  result.error_reason = std::move(why);
  return result;
}

}  // namespace l05
