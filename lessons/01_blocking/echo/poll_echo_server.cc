// The poll loop: build the set, wait, serve what is ready.
//
// The set is rebuilt on every turn, and the kernel looks at every entry on every call: with 10,000
// idle clients each message costs 10,000 looks. Lesson 03 removes that.
#include "01_blocking/echo/poll_echo_server.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <thread>
#include <utility>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/pair.h"
#include "support/trace.h"

namespace l01 {
namespace {

constexpr std::size_t kWakeIndex = 0;      // poll_set_[0] is the wake-up socket
constexpr std::size_t kListenerIndex = 1;  // poll_set_[1] is the listener
constexpr std::size_t kFirstConnection = 2;
constexpr int kForever = -1;

pollfd Entry(const Socket& socket, short events) {
  pollfd entry{};
  entry.fd = socket.native();
  entry.events = events;
  return entry;
}

}  // namespace

PollEchoServer::PollEchoServer(const Endpoint& local) : listener_(ListenOn(local)) {
  listener_.SetNonBlocking(true);
  std::tie(wake_recv_, wake_send_) = ConnectedPair();
}

PollEchoServer::~PollEchoServer() = default;

void PollEchoServer::Stop() {
  const std::byte byte{1};
  wake_send_.Send({&byte, 1});
}

// [poll-loop]
void PollEchoServer::Run() {
  while (true) {
    BuildPollSet();
    WaitForReadiness();
    if (poll_set_[kWakeIndex].revents != 0) return;
    AdvanceReadyConnections();
    if (poll_set_[kListenerIndex].revents != 0) AcceptOne();
  }
}

void PollEchoServer::BuildPollSet() {
  poll_set_.clear();
  poll_set_.push_back(Entry(wake_recv_, POLLIN));
  poll_set_.push_back(Entry(listener_, pause_.lasts() ? 0 : POLLIN));
  for (const auto& connection : connections_) {
    // Ask for POLLOUT only while there is something to send: a socket is nearly always writable,
    // and poll would return at once, for ever.
    const bool writes = connection->wants() == EchoConnection::Wants::kWrite;
    poll_set_.push_back(Entry(connection->socket(), writes ? POLLOUT : POLLIN));
  }
}
// [poll-loop]

void PollEchoServer::WaitForReadiness() {
  const support::TraceSpan span("poll");
  // Asked of the set and not of the pause, which may have ended since the set was built: then this
  // is 0 and the next turn's set has the listener again.
  const bool paused = poll_set_[kListenerIndex].events == 0;
  const int timeout = paused ? pause_.left_ms() : kForever;
  ++waits_;
  const int ready = native::Poll(poll_set_, timeout);
  if (ready < 0) {
    const int error = LastSocketError();
    for (pollfd& entry : poll_set_) entry.revents = 0;  // the kernel wrote nothing
    if (!IsInterrupted(error)) LookWithoutPoll(error);
  }
}

// The kernel has no memory for the set, or the process may have fewer descriptors now than it has
// (man 2 poll, EINVAL). Who is connected must not suffer: no socket blocks, so after a rest each of
// them is simply tried. It costs a call for each idle client ten times a second.
void PollEchoServer::LookWithoutPoll(int error) {
  pause_.Begin(SocketError("poll", local().ToString(), error).what());
  for (pollfd& entry : poll_set_) entry.revents = entry.events;
  pollfd& wake = poll_set_[kWakeIndex];
  wake.revents = 0;
  if (native::Poll({&wake, 1}, pause_.left_ms()) < 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(pause_.left_ms()));
  }
}

void PollEchoServer::AdvanceReadyConnections() {
  for (std::size_t i = 0; i < connections_.size(); ++i) {
    // POLLHUP and POLLERR come without being asked for. Advance() meets the reason in recv or send.
    if (poll_set_[kFirstConnection + i].revents == 0) continue;
    if (connections_[i]->Advance() == EchoConnection::Progress::kOver) connections_[i].reset();
  }
  std::erase(connections_, nullptr);
}

void PollEchoServer::AcceptOne() {
  try {
    // One per turn is enough: poll is level-triggered, it reports the listener again.
    if (std::optional<Socket> client = listener_.Accept()) {
      connections_.push_back(std::make_unique<EchoConnection>(std::move(*client)));
    }
  } catch (const SocketError& error) {
    // Out of descriptors, or the client broke the connection while it was let in. One client must
    // not stop the server. If the client stays in the queue the listener stays readable: without a
    // pause the loop would spin at 100 % CPU until some other client leaves.
    pause_.Begin(error.what());
  }
}

}  // namespace l01
