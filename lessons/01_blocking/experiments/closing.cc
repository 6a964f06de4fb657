// Endings, and how to get the one you want.
#include "01_blocking/experiments/closing.h"

#include <array>

#include "01_blocking/sockets/deadline.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/options.h"
#include "01_blocking/sockets/readiness.h"

namespace l01 {

Ending ReadToTheEnd(Socket& socket, std::string* received) {
  std::array<std::byte, 16 * 1024> room;
  while (true) {
    const IoResult result = socket.Recv(room);
    if (result.end_of_stream()) return Ending::kFin;
    if (result.failed()) return Ending::kReset;
    if (result.would_block()) WaitReadable(socket, std::chrono::milliseconds::max());
    if (received != nullptr) {
      received->append(reinterpret_cast<const char*>(room.data()), result.bytes);
    }
  }
}

// [close-in-order]
bool CloseInOrder(Socket socket, std::chrono::milliseconds patience) {
  socket.ShutdownSend();  // FIN: "that was all from me"
  socket.SetNonBlocking(true);
  KeepUrgentBytesInOrder(socket);
  const Deadline deadline = Deadline::After(patience);  // not anew with each byte that comes
  std::array<std::byte, 16 * 1024> room;
  while (true) {
    // Read what still comes: unread bytes would turn our close into an RST.
    const IoResult result = socket.Recv(room);
    if (result.end_of_stream()) return true;
    if (result.failed()) return false;
    if (deadline.HasPassed()) return false;
    if (result.would_block() && !WaitReadable(socket, deadline.left())) return false;
  }
}
// [close-in-order]

bool CanBindDespiteTimeWait(bool reuse_address) {
  Endpoint used;
  {
    Socket listener = ListenOn(Endpoint::Loopback());
    used = listener.LocalEndpoint();
    Socket client = ConnectTo(used);
    Socket server = listener.Accept().value();
    server.ShutdownSend();  // the server closes first: TIME_WAIT will be on its side
    ReadToTheEnd(client);
    client.Close();
    ReadToTheEnd(server);
  }
  Socket next = Socket::OpenTcp(used.family());
  if (reuse_address) native::SetReuseAddress(next.native());
  try {
    next.Bind(used);
    return true;
  } catch (const SocketError&) {
    return false;
  }
}

}  // namespace l01
