// The conversation with one client, fed with records as an enumeration would give them.
#include "02_wsaeventselect/servers/echo_session.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

// Waits until `events` have been reported for the session's socket, and gives them as one record.
WSANETWORKEVENTS AwaitRecord(SOCKET socket, const OwnedEvent& event, long events) {
  WSANETWORKEVENTS record{};
  record.lNetworkEvents = Collect(socket, event, events).events;
  return record;
}

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

}  // namespace
}  // namespace l02_test
