// recv, send, and what to do when send takes less.
#include "echo/echo.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string_view>

namespace bench {
namespace {

bool WouldBlock() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

// Sends what it can. Returns how much that was; -1 if the client is gone.
ssize_t Send(int fd, std::string_view octets) {
  const ssize_t sent = ::send(fd, octets.data(), octets.size(), MSG_NOSIGNAL);
  return sent < 0 && WouldBlock() ? 0 : sent;
}

Step SendLeftOver(Client& client) {
  const ssize_t sent = Send(client.fd, client.unsent);
  if (sent < 0) return Step::kEnd;
  client.unsent.erase(0, static_cast<std::size_t>(sent));
  return client.unsent.empty() ? Step::kFull : Step::kBlocked;
}

}  // namespace

Step Echo(Client& client) {
  static std::array<char, kBufferSize> buffer;
  if (!client.unsent.empty()) return SendLeftOver(client);
  const ssize_t received = ::recv(client.fd, buffer.data(), buffer.size(), 0);
  if (received < 0 && WouldBlock()) return Step::kNothing;
  if (received <= 0) return Step::kEnd;
  const std::string_view octets(buffer.data(), static_cast<std::size_t>(received));
  const ssize_t sent = Send(client.fd, octets);
  if (sent < 0) return Step::kEnd;
  if (sent < received) {
    client.unsent = octets.substr(static_cast<std::size_t>(sent));
    return Step::kBlocked;
  }
  return octets.size() < buffer.size() ? Step::kShort : Step::kFull;
}

int AcceptClient(int door) {
  int fd = -1;
  do {
    fd = ::accept4(door, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  } while (fd < 0 && errno == ECONNABORTED);  // one client gave up; others may wait behind it
  return fd;
}

}  // namespace bench
