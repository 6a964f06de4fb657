// One client of the echo server, and the moment at which nobody would wake it up again.
#include "02_wsaeventselect/servers/echo_session.h"

#include <optional>

#include "tests/02_wsaeventselect/support/support.h"
#include "tests/support/wait.h"

namespace l02_test {
namespace {

// A session, and its client, which reads only when the test says so. The buffers on the way back
// are so small that less than one message fits.
struct SlowReader {
  SlowReader() {
    const OwnedSocket listener = Listener();
    SetBuffer(client.get(), SO_RCVBUF);  // before the connect, which tells the peer the window
    EXPECT_EQ(0, Connect(client.get(), LocalAddress(listener.get())));
    session.emplace(l02::OwnedSocket(::accept(listener.get(), nullptr, nullptr)));
    SetBuffer(session->socket(), SO_SNDBUF);
    session->Watch(event.get(), counts);
  }

  static void SetBuffer(SOCKET socket, int name) {
    const int bytes = 4096;
    EXPECT_EQ(0, ::setsockopt(socket, SOL_SOCKET, name, reinterpret_cast<const char*>(&bytes),
                              sizeof bytes));
  }

  // Until nothing was reported for a moment.
  void Serve() {
    while (event.Wait(5)) {
      EXPECT_TRUE(session->OnEvents(l02::TakeRecord(session->socket(), event.get(), counts)));
    }
  }

  // Reads `wanted` bytes while the session is served. Returns how many have come.
  std::size_t Read(std::size_t wanted) {
    std::size_t received = 0;
    test_support::WaitUntil([&] {
      Serve();
      u_long waiting = 0;
      EXPECT_EQ(0, ::ioctlsocket(client.get(), static_cast<long>(FIONREAD), &waiting));
      if (waiting > 0) Drain(client.get(), waiting);
      received += waiting;
      return received >= wanted;
    });
    return received;
  }

  OwnedSocket client = TcpSocket();
  OwnedEvent event;
  std::optional<l02::EchoSession> session;
  l02::CallCounts counts;
};

class EchoSessionTest : public WinsockTest {};

// Beyond the rules. The message is taken in part, and the client says nothing more: what arms
// FD_WRITE then is the next send alone, the one that would block.
TEST_F(EchoSessionTest, SendsTheRestAfterAShortSendAlthoughNothingMoreComes) {
  SlowReader reader;
  const std::string message(16 * 1024, 'x');  // the session receives as much with one recv
  SendText(reader.client.get(), message);
  EXPECT_EQ(reader.Read(message.size()), message.size());
}

}  // namespace
}  // namespace l02_test
