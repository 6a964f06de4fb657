// Lesson 02's wait, its questions and its sessions; only who accepts and who decides when it is
// over differs. SharedEventServer itself would ask everybody after each client that it accepts: ten
// thousand clients, fifty million questions, before the first message.
#include "03_epoll/demo/shared_event_costs.h"

#include <algorithm>
#include <string_view>

#include "02_wsaeventselect/servers/counted_calls.h"

namespace l03 {
namespace {

constexpr int kLongQueue = 4096;  // so that the crowd never waits for us to accept
constexpr DWORD kPatienceMs = 2000;

// FIONREAD is no call of the recv family, so it re-enables no event.
std::size_t BytesAt(SOCKET socket) {
  u_long bytes = 0;
  if (::ioctlsocket(socket, static_cast<long>(FIONREAD), &bytes) != 0) {
    throw l02::LastWinsockError("ioctlsocket FIONREAD");
  }
  return bytes;
}

bool IsSignalled(WSAEVENT event, DWORD timeout_ms) {
  return ::WSAWaitForMultipleEvents(1, &event, FALSE, timeout_ms, FALSE) == WSA_WAIT_EVENT_0;
}

}  // namespace

SharedEventCosts::SharedEventCosts(const std::string& program, std::size_t idle) {
  const std::size_t most = std::min(kActiveClients + idle, RoomForConnections());
  const l02::OwnedSocket listener = l02::OpenListener(l01::Endpoint::Loopback());
  ::listen(listener.get(), kLongQueue);
  const l01::Endpoint server = l02::LocalEndpoint(listener.get());
  for (std::size_t i = 0; i < kActiveClients; ++i) active_.push_back(l01::ConnectTo(server));
  AcceptUpTo(listener, kActiveClients);
  if (sessions_.size() < kActiveClients) {
    throw l01::SocketError("accept", server.ToString(), std::string_view("too few clients came"));
  }
  if (most <= kActiveClients) return;
  crowd_ = std::make_unique<CrowdProcess>(program, server, most - kActiveClients);
  AcceptUpTo(listener, most);
}

void SharedEventCosts::AcceptUpTo(const l02::OwnedSocket& listener, std::size_t count) {
  l02::CallCounts uncounted;
  const l02::OwnedEvent somebody;
  l02::SelectEvents(listener.get(), somebody.get(), FD_ACCEPT, uncounted);
  while (sessions_.size() < count && IsSignalled(somebody.get(), kPatienceMs)) {
    l02::TakeRecord(listener.get(), somebody.get(), uncounted);
    l02::OwnedSocket client(::accept(listener.get(), nullptr, nullptr));
    if (!client.valid()) continue;
    sessions_.push_back(std::make_unique<l02::EchoSession>(std::move(client)));
    sessions_.back()->Watch(event_.get(), uncounted);
  }
  l02::SelectEvents(listener.get(), nullptr, 0, uncounted);  // untied: the event is closed now
}

// Every session reports FD_WRITE once: the connection exists. The conversation is counted from
// there.
void SharedEventCosts::TakeTheFirstReports() {
  l02::CallCounts uncounted;
  while (IsSignalled(event_.get(), 0)) {
    ::WSAResetEvent(event_.get());
    AskEverySession(uncounted);
  }
}

LoopCounts SharedEventCosts::Measure(std::size_t rounds) {
  TakeTheFirstReports();
  Lockstep lockstep(active_, rounds,
                    [this](std::size_t i) { return BytesAt(sessions_[i]->socket()); });
  l02::CallCounts winsock;
  std::uint64_t resets = 0, served = 0;
  while (!lockstep.Done()) {
    l02::HandleSignalled({event_.get()}, winsock, [&](std::size_t) {
      ::WSAResetEvent(event_.get());  // before asking: see lesson 02
      ++resets;
      served += AskEverySession(winsock);
      return true;
    });
  }
  LoopCounts counts;
  counts.io.recvs = served;  // for each report a session makes one recv, and for a short message
  counts.io.sends = served;  // one send
  counts.io.waits = winsock.waits;
  counts.controls = winsock.enums + resets;
  counts.looks = winsock.enums;
  return counts;
}

// Returns how many had something to report.
std::uint64_t SharedEventCosts::AskEverySession(l02::CallCounts& counts) {
  std::uint64_t served = 0;
  for (const auto& session : sessions_) {
    const WSANETWORKEVENTS record = l02::TakeRecord(session->socket(), WSA_INVALID_EVENT, counts);
    if (record.lNetworkEvents == 0) continue;
    ++served;
    session->OnEvents(record);
  }
  return served;
}

}  // namespace l03
