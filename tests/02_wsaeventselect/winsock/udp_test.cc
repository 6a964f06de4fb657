// Datagram sockets: the same events, with other moments.
#include <vector>

#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class Udp : public WinsockTest {
 protected:
  Udp() : subject_(UdpSocket()), peer_(UdpSocket()) { BindToLoopback(peer_.get()); }
  void BindAndSelect(long mask) {
    BindToLoopback(subject_.get());
    Select(subject_.get(), event_, mask);
  }
  static int SendTo(SOCKET from, const sockaddr_in& to, std::string_view text) {
    return sendto(from, text.data(), static_cast<int>(text.size()), 0,
                  reinterpret_cast<const sockaddr*>(&to), sizeof to);
  }
  /// Sends from the peer to the subject.
  void Arrive(std::string_view text) const {
    const int size = static_cast<int>(text.size());
    EXPECT_EQ(size, SendTo(peer_.get(), LocalAddress(subject_.get()), text));
  }

  OwnedSocket subject_;  // not bound yet
  OwnedSocket peer_;     // bound, blocking
  OwnedEvent event_;     // for the subject
};

// Rule W62.
TEST_F(Udp, BoundSocketReportsFdWriteOnce) {
  BindAndSelect(FD_WRITE | FD_READ);
  EXPECT_TRUE(Reports(subject_.get(), event_, FD_WRITE));
}

TEST_F(Udp, FdWriteStaysSilentAfterSuccessfulSends) {
  BindAndSelect(FD_WRITE);
  EXPECT_TRUE(Reports(subject_.get(), event_, FD_WRITE));
  EXPECT_EQ(5, SendTo(subject_.get(), LocalAddress(peer_.get()), "hello"));
  EXPECT_TRUE(IsSilent(subject_.get(), event_));
}

TEST_F(Udp, UnboundSocketReportsFdWriteInSomeWorlds) {
  ForEachProfile([this](const l02::Profile& profile) {
    const OwnedSocket socket = UdpSocket();
    Select(socket.get(), event_, FD_WRITE);
    const long before = profile.unbound_udp_writable ? FD_WRITE : 0;
    EXPECT_TRUE(Reports(socket.get(), event_, before));
    BindToLoopback(socket.get());
    const long after = CollectAll(socket.get(), event_, FD_WRITE & ~before).events;
    EXPECT_EQ(FD_WRITE, before | after);
  });
}

// Rule W71.
TEST_F(Udp, EachReceiveReportsTheNextDatagram) {
  BindAndSelect(FD_READ);
  for (const char* text : {"one", "two", "three"}) Arrive(text);
  for (const char* text : {"one", "two", "three"}) {
    EXPECT_EQ(FD_READ, Collect(subject_.get(), event_, FD_READ).events);
    char room[16];
    const int count = recv(subject_.get(), room, sizeof room, 0);
    ASSERT_GT(count, 0);
    EXPECT_EQ(text, std::string(room, static_cast<std::size_t>(count)));
  }
  EXPECT_TRUE(IsSilent(subject_.get(), event_));
}

TEST_F(Udp, EmptyDatagramIsReportedAndIsNoEnd) {
  BindAndSelect(FD_READ | FD_CLOSE);
  Arrive("");
  EXPECT_TRUE(Reports(subject_.get(), event_, FD_READ));
  EXPECT_EQ(0, ReceiveSome(subject_.get(), 16));
  Arrive("more");
  EXPECT_TRUE(Reports(subject_.get(), event_, FD_READ));
}

// Rule W72.
TEST_F(Udp, DatagramThatDoesNotFitFailsAndItsRestIsLost) {
  BindAndSelect(FD_READ);
  Arrive("a long datagram");
  Arrive("next");
  EXPECT_EQ(FD_READ, Collect(subject_.get(), event_, FD_READ).events);
  EXPECT_TRUE(FailsWith(ReceiveSome(subject_.get(), 6), WSAEMSGSIZE));
  EXPECT_EQ(FD_READ, Collect(subject_.get(), event_, FD_READ).events);
  EXPECT_EQ(4, ReceiveSome(subject_.get(), 16));
}

// Rule W73.
TEST_F(Udp, UnreachablePortMakesAReceiveFailInMostWorlds) {
  ForEachProfile([this](const l02::Profile& profile) {
    OwnedSocket gone = UdpSocket();
    BindToLoopback(gone.get());
    const sockaddr_in address = LocalAddress(gone.get());
    gone.Close();
    const OwnedSocket socket = UdpSocket();
    BindToLoopback(socket.get());
    Select(socket.get(), event_, FD_READ);
    EXPECT_EQ(5, SendTo(socket.get(), address, "hello"));
    EXPECT_TRUE(Reports(socket.get(), event_, profile.udp_unreachable_resets ? FD_READ : 0));
    const int code = profile.udp_unreachable_resets ? WSAECONNRESET : WSAEWOULDBLOCK;
    EXPECT_TRUE(FailsWith(ReceiveSome(socket.get(), 16), code));
    EXPECT_TRUE(FailsWith(ReceiveSome(socket.get(), 16), WSAEWOULDBLOCK));
  });
}

TEST_F(Udp, SendIsNotDisturbedByAnUnreachablePort) {
  OwnedSocket gone = UdpSocket();
  BindToLoopback(gone.get());
  const sockaddr_in address = LocalAddress(gone.get());
  gone.Close();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(5, SendTo(subject_.get(), address, "hello"));
}

// Rule W47.
TEST_F(Udp, ConnectIsReportedInMostWorlds) {
  ForEachProfile([this](const l02::Profile& profile) {
    const OwnedSocket socket = UdpSocket();
    const OwnedEvent event;
    Select(socket.get(), event, FD_CONNECT);
    EXPECT_EQ(0, Connect(socket.get(), LocalAddress(peer_.get())));
    EXPECT_TRUE(Reports(socket.get(), event, profile.udp_connect_reports ? FD_CONNECT : 0));
  });
}

TEST_F(Udp, ConnectedSocketExchangesDatagramsWithSendAndRecv) {
  EXPECT_EQ(0, Connect(subject_.get(), LocalAddress(peer_.get())));
  SendText(subject_.get(), "ping");
  sockaddr_in from{};
  int size = sizeof from;
  char room[16];
  EXPECT_EQ(4,
            recvfrom(peer_.get(), room, sizeof room, 0, reinterpret_cast<sockaddr*>(&from), &size));
  EXPECT_EQ(LocalAddress(subject_.get()).sin_port, from.sin_port);
  EXPECT_EQ(4, SendTo(peer_.get(), from, "pong"));
  EXPECT_EQ(4, ReceiveSome(subject_.get(), 16));
}

// Rule W44, for datagrams.
TEST_F(Udp, SendWithoutADestinationFails) {
  ForEachProfile([this](const l02::Profile& profile) {
    const int code = profile.unconnected_io_not_conn ? WSAENOTCONN : WSAEINVAL;
    EXPECT_TRUE(FailsWith(send(subject_.get(), "x", 1, 0), code));
  });
}

// Rule W47, the second time.
TEST_F(Udp, EachConnectIsReported) {
  ForEachProfile([this](const l02::Profile& profile) {
    const OwnedSocket socket = UdpSocket();
    BindToLoopback(socket.get());
    Select(socket.get(), event_, FD_CONNECT);
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(0, Connect(socket.get(), LocalAddress(peer_.get())));
      EXPECT_TRUE(Reports(socket.get(), event_, profile.udp_connect_reports ? FD_CONNECT : 0)) << i;
    }
  });
}

}  // namespace
}  // namespace l02_test
