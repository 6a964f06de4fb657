// The conversation with one client, fed with records as an enumeration would give them.
#include "02_wsaeventselect/servers/echo_session.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/02_wsaeventselect/support/support.h"
#include "tests/support/wait.h"

namespace l02_test {
namespace {

// Waits until `events` have been reported for the session's socket, and gives them as one record.
WSANETWORKEVENTS AwaitRecord(SOCKET socket, const OwnedEvent& event, long events) {
  WSANETWORKEVENTS record{};
  record.lNetworkEvents = Collect(socket, event, events).events;
  return record;
}

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

class EchoSessionTest : public WinsockTest {
 protected:
  EchoSessionTest() {
    Pair pair = ConnectedPair();
    peer_ = std::move(pair.peer);
    session_.emplace(l02::OwnedSocket(pair.subject.Release()));
    session_->Watch(event_.get(), counts_);
  }

  OwnedEvent event_;  // closed behind the session's socket
  l02::CallCounts counts_;
  OwnedSocket peer_;
  std::optional<l02::EchoSession> session_;
};

// Beyond the rules.
TEST_F(EchoSessionTest, ReadsWhatCameTogetherWithTheEnd) {
  SendText(peer_.get(), "bye");
  shutdown(peer_.get(), SD_SEND);
  auto record = AwaitRecord(session_->socket(), event_, FD_READ);
  record.lNetworkEvents |= FD_CLOSE;  // some systems report it only behind the last byte
  EXPECT_FALSE(session_->OnEvents(record));
  session_.reset();  // or the peer would wait for an echo that does not come
  char echo[8] = {};
  EXPECT_EQ(recv(peer_.get(), echo, sizeof echo, 0), 3);
  EXPECT_STREQ(echo, "bye");
}

// Beyond the rules. One recv takes 16 KiB: after FD_CLOSE nothing may be reported any more.
TEST_F(EchoSessionTest, ReadsToTheEndAlthoughMoreThanOneRecvTakesCameWithIt) {
  const std::string message(40'000, 'x');
  SendText(peer_.get(), message);
  shutdown(peer_.get(), SD_SEND);
  auto record = AwaitRecord(session_->socket(), event_, FD_READ);
  record.lNetworkEvents |= FD_CLOSE;
  u_long waiting = 0;
  EXPECT_TRUE(test_support::WaitUntil([&] {
    ::ioctlsocket(session_->socket(), static_cast<long>(FIONREAD), &waiting);
    return waiting == message.size();
  }));
  EXPECT_FALSE(session_->OnEvents(record));
  session_.reset();
  Drain(peer_.get(), message.size());
}

// Beyond the rules.
TEST_F(EchoSessionTest, ServesReadAlthoughWriteIsInTheSameRecord) {
  AwaitRecord(session_->socket(), event_, FD_WRITE);
  SendText(peer_.get(), "hello");
  auto record = AwaitRecord(session_->socket(), event_, FD_READ);
  record.lNetworkEvents |= FD_WRITE;
  EXPECT_TRUE(session_->OnEvents(record));
  session_.reset();
  char echo[8] = {};
  EXPECT_EQ(recv(peer_.get(), echo, sizeof echo, 0), 5);
}

// Beyond the rules. The message is taken in part, and the client says nothing more: what arms
// FD_WRITE then is the next send alone, the one that would block.
TEST_F(EchoSessionTest, SendsTheRestAfterAShortSendAlthoughNothingMoreComes) {
  SlowReader reader;
  const std::string message(16 * 1024, 'x');  // the session receives as much with one recv
  SendText(reader.client.get(), message);
  EXPECT_EQ(reader.Read(message.size()), message.size());
}

// Beyond the rules. FD_READ is taken from the record while a rest waits, and nobody may call recv
// then. So it does not come again, and FD_WRITE alone has to lead to the next recv.
TEST_F(EchoSessionTest, ReadsWhatWasReportedWhileARestWaited) {
  SlowReader reader;
  const std::string message(16 * 1024, 'x');
  SendText(reader.client.get(), message);
  reader.Serve();  // a part of it does not fit: it waits
  SendText(reader.client.get(), message);
  EXPECT_EQ(reader.Read(2 * message.size()), 2 * message.size());
}

}  // namespace
}  // namespace l02_test
