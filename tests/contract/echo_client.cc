#include "tests/contract/echo_client.h"

#include <netinet/tcp.h>

#include <array>
#include <span>

#include "tests/support/impatience.h"
#include "tests/support/patience.h"

namespace contract {
namespace {

using std::chrono::milliseconds;
// Without any progress for so long the server has failed.
const milliseconds kPatience = test_support::AtMost(test_support::kPatience);
constexpr milliseconds kStuck{200};  // no room for so long: both directions are full

std::span<const std::byte> Bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

EchoClient::EchoClient(const l01::Endpoint& server) : socket_(l01::ConnectTo(server)) {
  socket_.SetNonBlocking(true);
  // Single bytes must travel as single segments, or "byte at a time" would test nothing.
  const int on = 1;
  ::setsockopt(socket_.native(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool EchoClient::WaitFor(short events, milliseconds timeout) {
  pollfd entry{socket_.native(), events, 0};
  return l01::native::Poll({&entry, 1}, static_cast<int>(timeout.count())) == 1;
}

std::string EchoClient::Exchange(const std::string& text) {
  std::string answer;
  std::size_t sent = 0;
  std::array<std::byte, 64 * 1024> room;
  while (answer.size() < text.size()) {
    const bool writes = sent < text.size();
    if (!WaitFor(static_cast<short>(POLLIN | (writes ? POLLOUT : 0)), kPatience)) break;
    if (writes) {
      const l01::IoResult result = socket_.Send(Bytes(std::string_view(text).substr(sent)));
      if (result.failed()) break;
      sent += result.bytes;
    }
    const l01::IoResult received = socket_.Recv(room);
    if (received.failed() || received.end_of_stream()) break;
    answer.append(reinterpret_cast<const char*>(room.data()), received.bytes);
  }
  return answer;
}

bool EchoClient::Send(const std::string& text) {
  for (std::size_t sent = 0; sent < text.size();) {
    const l01::IoResult result = socket_.Send(Bytes(std::string_view(text).substr(sent)));
    if (result.failed()) return false;
    if (result.would_block() && !WaitFor(POLLOUT, kPatience)) return false;
    sent += result.bytes;
  }
  return true;
}

std::size_t EchoClient::SendUntilStuck(const std::string& text) {
  std::size_t total = 0;
  while (total < kMoreThanAllBuffers) {
    const l01::IoResult result =
        socket_.Send(Bytes(std::string_view(text).substr(total % text.size())));
    if (result.failed()) return total;
    if (result.would_block() && !WaitFor(POLLOUT, kStuck)) return total;
    total += result.bytes;
  }
  return total;
}

std::string EchoClient::Receive(std::size_t size) {
  std::string text(size, '\0');
  auto room = std::as_writable_bytes(std::span(text));
  while (!room.empty() && WaitFor(POLLIN, kPatience)) {
    const l01::IoResult received = socket_.Recv(room);
    if (received.failed() || received.end_of_stream()) break;
    room = room.subspan(received.bytes);
  }
  return text.substr(0, size - room.size());
}

std::string EchoClient::ReceiveUntilClosed(bool* closed) {
  std::string text;
  std::array<std::byte, 64 * 1024> room;
  *closed = false;
  while (WaitFor(POLLIN, kPatience)) {
    const l01::IoResult received = socket_.Recv(room);
    *closed = received.end_of_stream();
    if (received.failed() || received.end_of_stream()) break;
    text.append(reinterpret_cast<const char*>(room.data()), received.bytes);
  }
  return text;
}

void EchoClient::Reset() {
  // SO_LINGER with time 0: close throws away what is queued and sends RST (man 7 socket).
  const linger abort{1, 0};
  ::setsockopt(socket_.native(), SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
  socket_.Close();
}

}  // namespace contract
