// Two loops that differ in one line: the wait.
#include "01_blocking/echo/busy_echo.h"

#include "01_blocking/sockets/error.h"

namespace l01 {
namespace {

constexpr int kForever = -1;

IoCounts Sum(const std::vector<EchoConnection>& connections, std::uint64_t waits) {
  IoCounts sum;
  for (const EchoConnection& connection : connections) sum.Add(connection.counts());
  sum.waits = waits;
  return sum;
}

void WaitForAny(const std::vector<EchoConnection>& connections, std::vector<pollfd>& entries) {
  entries.clear();
  for (const EchoConnection& connection : connections) {
    pollfd entry{};
    entry.fd = connection.socket().native();
    entry.events = connection.wants() == EchoConnection::Wants::kWrite ? POLLOUT : POLLIN;
    entries.push_back(entry);
  }
  if (native::Poll(entries, kForever) < 0 && !IsInterrupted(LastSocketError())) {
    throw SocketError("poll", "", LastSocketError());
  }
}

}  // namespace

// [busy]
IoCounts EchoByAsking(std::vector<EchoConnection>& connections, const std::function<bool()>& done) {
  while (!done()) {
    for (EchoConnection& connection : connections) connection.Advance();
  }
  return Sum(connections, 0);
}
// [busy]

// [by-poll]
IoCounts EchoByPoll(std::vector<EchoConnection>& connections, const std::function<bool()>& done) {
  std::vector<pollfd> entries;
  std::uint64_t waits = 0;
  while (!done()) {
    WaitForAny(connections, entries);
    ++waits;
    for (std::size_t i = 0; i < connections.size(); ++i) {
      if (entries[i].revents != 0) connections[i].Advance();
    }
  }
  return Sum(connections, waits);
}
// [by-poll]

}  // namespace l01
