// FD_CONNECT: how a non-blocking connect reports its result, and what a socket says until then.
#include <vector>

#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class FdConnect : public WinsockTest {};

constexpr long kAll = FD_CONNECT | FD_WRITE | FD_READ | FD_CLOSE;

/// A non-blocking socket that has called connect, and its event.
struct Connecting {
  Connecting(const sockaddr_in& address, long mask) : socket(TcpSocket()) {
    Select(socket.get(), event, mask);
    result = Connect(socket.get(), address);
    error = WSAGetLastError();
  }
  OwnedSocket socket;  // selected with the mask
  OwnedEvent event;    // tied to it
  int result = 0;      // what connect returned
  int error = 0;       // the last error after it
};

/// A connect that stays pending: the listener's queue is full, so the handshake cannot end.
class Pending {
 public:
  Pending() : listener_(Listener(0)) {
    for (int i = 0; i < 20 && !attempt_; ++i) {
      auto next = std::make_unique<Connecting>(LocalAddress(listener_.get()), kAll);
      const long seen = Collect(next->socket.get(), next->event, FD_CONNECT, 500).events;
      ((seen & FD_CONNECT) == 0 ? attempt_ : queued_.emplace_back()) = std::move(next);
    }
    EXPECT_TRUE(attempt_) << "no connect stayed pending";
  }
  SOCKET socket() const { return attempt_->socket.get(); }
  sockaddr_in address() const { return LocalAddress(listener_.get()); }

 private:
  OwnedSocket listener_;                             // never accepts
  std::vector<std::unique_ptr<Connecting>> queued_;  // fill its queue
  std::unique_ptr<Connecting> attempt_;              // found no place in it
};

// Rule W36.
TEST_F(FdConnect, ConnectOnANonBlockingSocketWouldBlock) {
  const OwnedSocket listener = Listener();
  const Connecting client(LocalAddress(listener.get()), kAll);
  EXPECT_EQ(SOCKET_ERROR, client.result);
  EXPECT_EQ(WSAEWOULDBLOCK, client.error);
}

TEST_F(FdConnect, SuccessIsReportedTogetherWithFdWrite) {
  const OwnedSocket listener = Listener();
  const Connecting client(LocalAddress(listener.get()), kAll);
  const Record record = Collect(client.socket.get(), client.event, FD_CONNECT | FD_WRITE);
  EXPECT_EQ(FD_CONNECT | FD_WRITE, record.events) << Names(record.events);
  EXPECT_EQ(0, record.errors[FD_CONNECT_BIT]);
  EXPECT_TRUE(IsSilent(client.socket.get(), client.event));
}

TEST_F(FdConnect, FdWriteNeverComesBeforeFdConnect) {
  const OwnedSocket listener = Listener(100);
  for (int i = 0; i < 30; ++i) {
    const Connecting client(LocalAddress(listener.get()), FD_CONNECT | FD_WRITE);
    long seen = 0;
    while (seen != (FD_CONNECT | FD_WRITE)) {
      ASSERT_TRUE(client.event.Wait());
      const long now = Enumerate(client.socket.get(), client.event.get()).events;
      EXPECT_FALSE((now & FD_WRITE) != 0 && ((seen | now) & FD_CONNECT) == 0);
      seen |= now;
    }
  }
}

// Rule W37. Windows needs about two seconds for this: it tries again.
TEST_F(FdConnect, FailureIsFdConnectAloneWithACode) {
  const Connecting client(DeadAddress(), kAll);
  EXPECT_EQ(WSAEWOULDBLOCK, client.error);
  const Record record = Collect(client.socket.get(), client.event, FD_CONNECT);
  EXPECT_EQ(FD_CONNECT, record.events) << Names(record.events);
  EXPECT_EQ(WSAECONNREFUSED, record.errors[FD_CONNECT_BIT]);
  EXPECT_TRUE(IsSilent(client.socket.get(), client.event));
}

// Rule W38.
TEST_F(FdConnect, FailureStaysInvisibleUntilFdConnectIsSelected) {
  const Connecting client(DeadAddress(), FD_WRITE | FD_CLOSE | FD_READ);
  EXPECT_TRUE(IsSilent(client.socket.get(), client.event));
  Select(client.socket.get(), client.event, kAll);
  const Record record = Collect(client.socket.get(), client.event, FD_CONNECT);
  EXPECT_EQ(FD_CONNECT, record.events) << Names(record.events);
  EXPECT_EQ(WSAECONNREFUSED, record.errors[FD_CONNECT_BIT]);
}

// Rule W39.
TEST_F(FdConnect, SuccessOutsideTheMaskIsReportedAsFdWriteOnly) {
  const OwnedSocket listener = Listener();
  const Connecting client(LocalAddress(listener.get()), FD_WRITE);
  EXPECT_TRUE(Reports(client.socket.get(), client.event, FD_WRITE));
}

TEST_F(FdConnect, SuccessOutsideTheMaskIsDeliveredWhenItIsSelected) {
  const OwnedSocket listener = Listener();
  const Connecting client(LocalAddress(listener.get()), FD_WRITE);
  EXPECT_TRUE(Reports(client.socket.get(), client.event, FD_WRITE));
  Select(client.socket.get(), client.event, FD_CONNECT);
  EXPECT_TRUE(Reports(client.socket.get(), client.event, FD_CONNECT));
}

// Rule W40.
TEST_F(FdConnect, SecondConnectWhileTheFirstIsPendingFails) {
  const Pending pending;
  EXPECT_TRUE(FailsWith(Connect(pending.socket(), pending.address()), WSAEALREADY));
}

TEST_F(FdConnect, SecondConnectOfAConnectedSocketFails) {
  const OwnedSocket listener = Listener();
  const Connecting client(LocalAddress(listener.get()), FD_CONNECT);
  EXPECT_TRUE(Reports(client.socket.get(), client.event, FD_CONNECT));
  EXPECT_TRUE(FailsWith(Connect(client.socket.get(), LocalAddress(listener.get())), WSAEISCONN));
}

TEST_F(FdConnect, AcceptedSocketCannotConnect) {
  const Pair pair = ConnectedPair();
  EXPECT_TRUE(FailsWith(Connect(pair.subject.get(), Loopback(9)), WSAEISCONN));
}

// Rule W41.
TEST_F(FdConnect, ListenerCannotConnect) {
  const OwnedSocket listener = Listener();
  const OwnedSocket other = Listener();
  EXPECT_TRUE(FailsWith(Connect(listener.get(), LocalAddress(other.get())), WSAEINVAL));
}

// Rule W42.
TEST_F(FdConnect, AnotherAttemptAfterAFailureDependsOnTheWorld) {
  ForEachProfile([](const l02::Profile& profile) {
    const OwnedSocket listener = Listener();
    const Connecting client(DeadAddress(), FD_CONNECT);
    EXPECT_TRUE(Reports(client.socket.get(), client.event, FD_CONNECT));
    const int retry = Connect(client.socket.get(), LocalAddress(listener.get()));
    if (!profile.connect_retry_works) {
      EXPECT_TRUE(FailsWith(retry, WSAECONNABORTED));
      return;
    }
    EXPECT_TRUE(FailsWith(retry, WSAEWOULDBLOCK));
    const Record record = Collect(client.socket.get(), client.event, FD_CONNECT);
    EXPECT_EQ(FD_CONNECT, record.events);
    EXPECT_EQ(0, record.errors[FD_CONNECT_BIT]);
  });
}

// Rule W43.
TEST_F(FdConnect, TransferWhileConnectingFailsInOneOfTwoWays) {
  ForEachProfile([](const l02::Profile& profile) {
    const Pending pending;
    const int code = profile.io_while_connecting_not_conn ? WSAENOTCONN : WSAEWOULDBLOCK;
    EXPECT_TRUE(FailsWith(send(pending.socket(), "x", 1, 0), code));
    EXPECT_TRUE(FailsWith(ReceiveSome(pending.socket(), 1), code));
  });
}

// Rule W44.
TEST_F(FdConnect, TransferWithoutAConnectionFails) {
  ForEachProfile([](const l02::Profile& profile) {
    const OwnedSocket socket = TcpSocket();
    const int code = profile.unconnected_io_not_conn ? WSAENOTCONN : WSAECONNRESET;
    EXPECT_TRUE(FailsWith(send(socket.get(), "x", 1, 0), code));
    EXPECT_TRUE(FailsWith(ReceiveSome(socket.get(), 1), WSAENOTCONN));
  });
}

TEST_F(FdConnect, ReceiveAfterARefusalFailsInMostWorlds) {
  ForEachProfile([](const l02::Profile& profile) {
    const Connecting client(DeadAddress(), FD_CONNECT);
    EXPECT_TRUE(Reports(client.socket.get(), client.event, FD_CONNECT));
    const int result = ReceiveSome(client.socket.get(), 1);
    if (profile.unconnected_io_not_conn) {
      EXPECT_TRUE(FailsWith(result, WSAENOTCONN));
    } else {
      EXPECT_EQ(0, result);
    }
  });
}

// Rule W45.
TEST_F(FdConnect, SocketErrorIsZeroWhileTheAttemptIsPending) {
  const Pending pending;
  EXPECT_EQ(0, ReadIntOption(pending.socket(), SO_ERROR));
}

TEST_F(FdConnect, SocketErrorKeepsTheCodeAfterItHasBeenRead) {
  const Connecting client(DeadAddress(), FD_CONNECT);
  EXPECT_TRUE(Reports(client.socket.get(), client.event, FD_CONNECT));
  EXPECT_EQ(WSAECONNREFUSED, ReadIntOption(client.socket.get(), SO_ERROR));
  EXPECT_EQ(WSAECONNREFUSED, ReadIntOption(client.socket.get(), SO_ERROR));
}

TEST_F(FdConnect, SocketErrorIsZeroAfterASuccess) {
  const OwnedSocket listener = Listener();
  const Connecting client(LocalAddress(listener.get()), FD_CONNECT);
  EXPECT_TRUE(Reports(client.socket.get(), client.event, FD_CONNECT));
  EXPECT_EQ(0, ReadIntOption(client.socket.get(), SO_ERROR));
}

TEST_F(FdConnect, SocketErrorAfterABlockingFailureDependsOnTheWorld) {
  ForEachProfile([](const l02::Profile& profile) {
    const OwnedSocket socket = TcpSocket();
    EXPECT_TRUE(FailsWith(Connect(socket.get(), DeadAddress()), WSAECONNREFUSED));
    const int expected = profile.blocking_connect_keeps_error ? WSAECONNREFUSED : 0;
    EXPECT_EQ(expected, ReadIntOption(socket.get(), SO_ERROR));
  });
}

// Rule W46.
TEST_F(FdConnect, WrongFamilyAndShortSizeAreToldApartInMostWorlds) {
  ForEachProfile([](const l02::Profile& profile) {
    const OwnedSocket socket = TcpSocket();
    sockaddr_in address = DeadAddress();
    const auto* raw = reinterpret_cast<const sockaddr*>(&address);
    const int too_short = profile.bad_address_told_apart ? WSAEFAULT : WSAEADDRNOTAVAIL;
    EXPECT_TRUE(FailsWith(connect(socket.get(), raw, 3), too_short));
    address.sin_family = AF_INET6;
    const int wrong = profile.bad_address_told_apart ? WSAEAFNOSUPPORT : WSAEADDRNOTAVAIL;
    EXPECT_TRUE(FailsWith(connect(socket.get(), raw, sizeof address), wrong));
  });
}

// Rule W20.
TEST_F(FdConnect, EventMayBeTiedAfterTheCallToConnect) {
  const OwnedSocket listener = Listener();
  const OwnedSocket socket = TcpSocket();
  const OwnedEvent event;
  SetNonBlocking(socket.get(), true);
  EXPECT_TRUE(FailsWith(Connect(socket.get(), LocalAddress(listener.get())), WSAEWOULDBLOCK));
  Select(socket.get(), event, FD_CONNECT | FD_WRITE);
  EXPECT_TRUE(Reports(socket.get(), event, FD_CONNECT | FD_WRITE));
}

// Beyond the rules.
TEST_F(FdConnect, NothingIsReportedBeforeConnectIsCalled) {
  const OwnedSocket socket = TcpSocket();
  const OwnedEvent event;
  Select(socket.get(), event, kAll);
  EXPECT_TRUE(IsSilent(socket.get(), event));
}

}  // namespace
}  // namespace l02_test
