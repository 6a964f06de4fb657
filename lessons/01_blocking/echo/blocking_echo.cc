// Blocking echo, server and client, on one page.
#include "01_blocking/echo/blocking_echo.h"

#include <array>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/readiness.h"

namespace l01 {

// [echo-until-end]
void EchoUntilEnd(Socket& client) {
  std::array<std::byte, 16 * 1024> buffer;
  while (true) {
    const IoResult received = client.Recv(buffer);  // waits until the client sends something
    if (!received.ok()) return;                     // end of stream, or the connection broke
    try {
      client.SendAll(std::span(buffer).first(received.bytes));  // waits until there is room
    } catch (const SocketError&) {
      return;  // the client went away while we were sending
    }
  }
}
// [echo-until-end]

// [serve-one-by-one]
void ServeOneByOne(Socket& listener, int clients) {
  for (int served = 0; served < clients;) {
    std::optional<Socket> client = listener.Accept();  // waits until a client connects
    if (!client) continue;                             // it connected and left again
    EchoUntilEnd(*client);  // whoever connects meanwhile waits in the listener's queue
    ++served;
  }
}
// [serve-one-by-one]

std::string Exchange(Socket& socket, const std::string& text) {
  socket.SendAll(std::as_bytes(std::span(text)));
  std::string answer(text.size(), '\0');
  auto room = std::as_writable_bytes(std::span(answer));
  while (!room.empty()) {
    const IoResult received = socket.Recv(room);
    if (received.would_block()) {
      WaitReadable(socket, std::chrono::milliseconds::max());
    } else if (!received.ok()) {
      throw SocketError("recv", socket.PeerEndpoint().ToString(),
                        received.failed() ? SystemReason(received.error)
                                          : "the connection ended before the answer");
    }
    room = room.subspan(received.bytes);
  }
  return answer;
}

}  // namespace l01
