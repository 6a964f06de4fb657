#include "tests/03_epoll/support/support.h"

namespace l03 {

using test_support::Joined;

void SendText(l01::Socket& socket, std::string_view text) {
  socket.SendAll(std::as_bytes(std::span(text.data(), text.size())));
}

std::string ReceiveText(l01::Socket& socket, std::size_t size) {
  std::string text(size, '\0');
  auto room = std::as_writable_bytes(std::span(text));
  while (!room.empty()) {
    const l01::IoResult received = socket.Recv(room);
    if (!received.ok()) break;
    room = room.subspan(received.bytes);
  }
  return text.substr(0, size - room.size());
}

std::size_t SendUntilWouldBlock(l01::Socket& socket) {
  const std::vector<std::byte> chunk(64 * 1024);
  std::size_t total = 0;
  for (l01::IoResult sent; (sent = socket.Send(chunk)).ok();) total += sent.bytes;
  return total;
}

l01::Socket AnyListener() {
  return l01::ListenOn(l01::Endpoint::Loopback());
}

test_support::ServerProcess Serve(const std::vector<std::string>& options,
                                  const std::vector<std::string>& in_front) {
  return test_support::ServerProcess(
      Joined(Joined(in_front, {NETLADDER_03_EPOLL, "serve"}), options));
}

}  // namespace l03
