// Start-up, last errors, options, addresses, and what the other calls refuse.
#include <atomic>
#include <cstring>
#include <thread>

#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

TEST(Startup, GivesTheVersionThatWasAskedFor) {
  WSADATA data;
  ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
  EXPECT_EQ(MAKEWORD(2, 2), data.wVersion);
  EXPECT_EQ(0, WSACleanup());
}

TEST(Startup, GivesItsNewestVersionIfMoreIsAskedFor) {
  WSADATA data;
  ASSERT_EQ(0, WSAStartup(MAKEWORD(9, 9), &data));
  EXPECT_EQ(MAKEWORD(2, 2), data.wVersion);
  EXPECT_EQ(0, WSACleanup());
}

TEST(Startup, RefusesVersionZero) {
  WSADATA data;
  EXPECT_EQ(WSAVERNOTSUPPORTED, WSAStartup(MAKEWORD(0, 0), &data));
}

TEST(Startup, CleanupWithoutAStartupFails) {
  const WithoutWinsock without;
  EXPECT_TRUE(FailsWith(WSACleanup(), WSANOTINITIALISED));
}

TEST(Startup, NeedsAsManyCleanupsAsStartups) {
  const WithoutWinsock without;
  WSADATA data;
  ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
  ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
  EXPECT_EQ(0, WSACleanup());
  EXPECT_NE(INVALID_SOCKET, TcpSocket().get());
  EXPECT_EQ(0, WSACleanup());
  EXPECT_TRUE(FailsWith(WSACleanup(), WSANOTINITIALISED));
}

class LastError : public WinsockTest {};

TEST_F(LastError, IsWhatWasSet) {
  WSASetLastError(WSAEMFILE);
  EXPECT_EQ(WSAEMFILE, WSAGetLastError());
}

TEST_F(LastError, BelongsToTheThread) {
  // Starting and joining a thread may set the last error too, so both happen outside.
  std::atomic<int> step = 0;
  std::thread other([&] {
    while (step != 1) std::this_thread::yield();
    closesocket(INVALID_SOCKET);
    step = 2;
  });
  WSASetLastError(WSAEMFILE);
  step = 1;
  while (step != 2) continue;
  const int code = WSAGetLastError();
  other.join();
  EXPECT_EQ(WSAEMFILE, code);
}

TEST_F(LastError, CodesHaveTheNumbersOfWindows) {
  EXPECT_EQ(10035, WSAEWOULDBLOCK);
  EXPECT_EQ(10038, WSAENOTSOCK);
  EXPECT_EQ(10053, WSAECONNABORTED);
  EXPECT_EQ(10054, WSAECONNRESET);
  EXPECT_EQ(10057, WSAENOTCONN);
  EXPECT_EQ(10061, WSAECONNREFUSED);
  EXPECT_EQ(10093, WSANOTINITIALISED);
}

TEST_F(LastError, NetworkEventsHaveTheNumbersOfWindows) {
  EXPECT_EQ(1, FD_READ);
  EXPECT_EQ(2, FD_WRITE);
  EXPECT_EQ(4, FD_OOB);
  EXPECT_EQ(8, FD_ACCEPT);
  EXPECT_EQ(16, FD_CONNECT);
  EXPECT_EQ(32, FD_CLOSE);
  EXPECT_EQ(5, FD_CLOSE_BIT);
  EXPECT_EQ(10, FD_MAX_EVENTS);
}

class SocketCalls : public WinsockTest {};

// Rule W15, for the rest of the API.
TEST_F(SocketCalls, RefuseWhatIsNoSocket) {
  const SOCKET none = INVALID_SOCKET;
  sockaddr_in address = Loopback(9);
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  int size = sizeof address;
  char byte = 0;
  EXPECT_TRUE(FailsWith(bind(none, raw, size), WSAENOTSOCK));
  EXPECT_TRUE(FailsWith(listen(none, 1), WSAENOTSOCK));
  EXPECT_TRUE(FailsWith(connect(none, raw, size), WSAENOTSOCK));
  EXPECT_TRUE(FailsWith(send(none, "x", 1, 0), WSAENOTSOCK));
  EXPECT_TRUE(FailsWith(recv(none, &byte, 1, 0), WSAENOTSOCK));
  EXPECT_TRUE(FailsWith(shutdown(none, SD_SEND), WSAENOTSOCK));
  EXPECT_TRUE(FailsWith(closesocket(none), WSAENOTSOCK));
  EXPECT_TRUE(FailsWith(getsockname(none, raw, &size), WSAENOTSOCK));
  EXPECT_TRUE(FailsWith(getpeername(none, raw, &size), WSAENOTSOCK));
  EXPECT_EQ(INVALID_SOCKET, accept(none, nullptr, nullptr));
  EXPECT_EQ(WSAENOTSOCK, WSAGetLastError());
}

TEST_F(SocketCalls, BindToATakenPortFails) {
  const OwnedSocket listener = Listener();
  const OwnedSocket socket = TcpSocket();
  const sockaddr_in taken = LocalAddress(listener.get());
  const auto* raw = reinterpret_cast<const sockaddr*>(&taken);
  EXPECT_TRUE(FailsWith(bind(socket.get(), raw, sizeof taken), WSAEADDRINUSE));
}

TEST_F(SocketCalls, BindToAPortThatIsOnlyBoundFailsToo) {
  const OwnedSocket holder = TcpSocket();
  BindToLoopback(holder.get());
  const OwnedSocket socket = TcpSocket();
  const sockaddr_in taken = LocalAddress(holder.get());
  const auto* raw = reinterpret_cast<const sockaddr*>(&taken);
  EXPECT_TRUE(FailsWith(bind(socket.get(), raw, sizeof taken), WSAEADDRINUSE));
}

TEST_F(SocketCalls, PortOfAClosedListenerCanBeBoundAgainAtOnce) {
  OwnedSocket listener = Listener();
  const sockaddr_in address = LocalAddress(listener.get());
  {
    const OwnedSocket client = ClientOf(listener.get());
    OwnedSocket accepted(accept(listener.get(), nullptr, nullptr));
    // The side that closes first keeps the port in TIME_WAIT.
    accepted.Close();
    EXPECT_EQ(0, ReceiveSome(client.get(), 1));
  }
  listener.Close();
  const OwnedSocket successor = TcpSocket();
  const auto* raw = reinterpret_cast<const sockaddr*>(&address);
  EXPECT_EQ(0, bind(successor.get(), raw, sizeof address)) << WSAGetLastError();
  EXPECT_EQ(0, listen(successor.get(), 1));
}

TEST_F(SocketCalls, SecondBindFails) {
  const OwnedSocket socket = TcpSocket();
  BindToLoopback(socket.get());
  const sockaddr_in address = Loopback(0);
  const auto* raw = reinterpret_cast<const sockaddr*>(&address);
  EXPECT_TRUE(FailsWith(bind(socket.get(), raw, sizeof address), WSAEINVAL));
}

TEST_F(SocketCalls, ListenNeedsABoundSocket) {
  const OwnedSocket socket = TcpSocket();
  EXPECT_TRUE(FailsWith(listen(socket.get(), 1), WSAEINVAL));
}

TEST_F(SocketCalls, ListenRefusesAConnectedSocket) {
  const Pair pair = ConnectedPair();
  EXPECT_EQ(SOCKET_ERROR, listen(pair.subject.get(), 1));
  const int code = WSAGetLastError();
  EXPECT_TRUE(code == WSAEISCONN || code == WSAEINVAL) << code;
}

TEST_F(SocketCalls, DatagramSocketCannotListen) {
  const OwnedSocket socket = UdpSocket();
  BindToLoopback(socket.get());
  EXPECT_TRUE(FailsWith(listen(socket.get(), 1), WSAEOPNOTSUPP));
}

TEST_F(SocketCalls, UnboundSocketHasNoLocalAddress) {
  const OwnedSocket socket = TcpSocket();
  sockaddr_in address{};
  int size = sizeof address;
  EXPECT_TRUE(FailsWith(getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size),
                        WSAEINVAL));
}

TEST_F(SocketCalls, UnconnectedSocketHasNoPeer) {
  const OwnedSocket socket = TcpSocket();
  sockaddr_in address{};
  int size = sizeof address;
  EXPECT_TRUE(FailsWith(getpeername(socket.get(), reinterpret_cast<sockaddr*>(&address), &size),
                        WSAENOTCONN));
}

TEST_F(SocketCalls, PeersKnowEachOthersAddresses) {
  const Pair pair = ConnectedPair();
  sockaddr_in address{};
  int size = sizeof address;
  EXPECT_EQ(0, getpeername(pair.subject.get(), reinterpret_cast<sockaddr*>(&address), &size));
  EXPECT_EQ(LocalAddress(pair.peer.get()).sin_port, address.sin_port);
}

TEST_F(SocketCalls, RoomForAnAddressMustBeLargeEnough) {
  const Pair pair = ConnectedPair();
  sockaddr_in address{};
  int size = 4;
  EXPECT_TRUE(FailsWith(
      getpeername(pair.subject.get(), reinterpret_cast<sockaddr*>(&address), &size), WSAEFAULT));
}

TEST_F(SocketCalls, ShutdownNeedsAConnection) {
  const OwnedSocket socket = TcpSocket();
  EXPECT_TRUE(FailsWith(shutdown(socket.get(), SD_SEND), WSAENOTCONN));
}

// A program may wait for the connection in another way than by FD_CONNECT.
TEST_F(SocketCalls, ShutdownWorksOnceTheConnectionExistsAlsoIfNobodyHasLooked) {
  const OwnedSocket listener = Listener();
  const OwnedSocket socket = TcpSocket();
  SetNonBlocking(socket.get(), true);
  EXPECT_TRUE(FailsWith(Connect(socket.get(), LocalAddress(listener.get())), WSAEWOULDBLOCK));
  const OwnedSocket accepted(accept(listener.get(), nullptr, nullptr));
  EXPECT_EQ(0, shutdown(socket.get(), SD_SEND)) << WSAGetLastError();
  EXPECT_EQ(0, ReceiveSome(accepted.get(), 1));
}

TEST_F(SocketCalls, Ipv6ConnectionsWorkLikeIpv4Ones) {
  const OwnedSocket listener(
      WSASocketA(AF_INET6, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED));
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  ASSERT_EQ(1, inet_pton(AF_INET6, "::1", &address.sin6_addr));
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  int size = sizeof address;
  ASSERT_EQ(0, bind(listener.get(), raw, size)) << WSAGetLastError();
  ASSERT_EQ(0, listen(listener.get(), 1));
  ASSERT_EQ(0, getsockname(listener.get(), raw, &size));
  const OwnedSocket client(
      WSASocketA(AF_INET6, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED));
  const OwnedEvent event;
  Select(client.get(), event, FD_CONNECT | FD_WRITE);
  EXPECT_TRUE(FailsWith(connect(client.get(), raw, size), WSAEWOULDBLOCK));
  EXPECT_TRUE(Reports(client.get(), event, FD_CONNECT | FD_WRITE));
}

TEST_F(SocketCalls, AddressesAreTranslatedWithTheNamesOfWs2tcpip) {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  ASSERT_EQ(0, getaddrinfo("127.0.0.1", "80", &hints, &found));
  sockaddr_in address{};
  std::memcpy(&address, found->ai_addr, sizeof address);
  freeaddrinfo(found);
  EXPECT_EQ(80, ntohs(address.sin_port));
  char text[64];
  EXPECT_STREQ("127.0.0.1", inet_ntop(AF_INET, &address.sin_addr, text, sizeof text));
}

class SocketOptions : public WinsockTest {
 protected:
  static int Set(SOCKET socket, int level, int name, int value) {
    return setsockopt(socket, level, name, reinterpret_cast<const char*>(&value), sizeof value);
  }
};

TEST_F(SocketOptions, BufferSizeReadsBackAsItWasSet) {
  const OwnedSocket socket = TcpSocket();
  EXPECT_EQ(0, Set(socket.get(), SOL_SOCKET, SO_SNDBUF, 100'000));
  EXPECT_EQ(100'000, ReadIntOption(socket.get(), SO_SNDBUF));
}

TEST_F(SocketOptions, TypeAndListeningStateCanBeRead) {
  const OwnedSocket listener = Listener();
  const OwnedSocket datagram = UdpSocket();
  EXPECT_EQ(SOCK_STREAM, ReadIntOption(listener.get(), SO_TYPE));
  EXPECT_EQ(SOCK_DGRAM, ReadIntOption(datagram.get(), SO_TYPE));
  EXPECT_NE(0, ReadIntOption(listener.get(), SO_ACCEPTCONN));
  EXPECT_EQ(0, ReadIntOption(TcpSocket().get(), SO_ACCEPTCONN));
}

TEST_F(SocketOptions, NagleCanBeSwitchedOff) {
  const Pair pair = ConnectedPair();
  EXPECT_EQ(0, Set(pair.subject.get(), IPPROTO_TCP, TCP_NODELAY, 1));
}

TEST_F(SocketOptions, ExclusiveAddressUseIsAccepted) {
  const OwnedSocket socket = TcpSocket();
  EXPECT_EQ(0, Set(socket.get(), SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1));
}

TEST_F(SocketOptions, RoomForAValueMustBeLargeEnough) {
  const OwnedSocket socket = TcpSocket();
  char byte = 0;
  int size = 1;
  EXPECT_TRUE(FailsWith(getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &byte, &size), WSAEFAULT));
}

TEST_F(SocketOptions, ReceiveTimeOutEndsABlockingReceive) {
  const Pair pair = ConnectedPair();
  EXPECT_EQ(0, Set(pair.subject.get(), SOL_SOCKET, SO_RCVTIMEO, 50));
  EXPECT_EQ(50, ReadIntOption(pair.subject.get(), SO_RCVTIMEO));
  EXPECT_TRUE(FailsWith(ReceiveSome(pair.subject.get(), 1), WSAETIMEDOUT));
}

TEST_F(SocketOptions, UnknownCommandIsRefused) {
  const OwnedSocket socket = TcpSocket();
  u_long value = 0;
  EXPECT_EQ(SOCKET_ERROR, ioctlsocket(socket.get(), 12345, &value));
}

/// What happens when the process has no descriptor left.
class OutOfHandles : public WinsockTest {
 protected:
  void SetUp() override {
    if (!NoMoreHandles::IsPossible()) GTEST_SKIP() << "a Windows process has no such limit";
  }
};

TEST_F(OutOfHandles, ThereAreNoNewSockets) {
  const NoMoreHandles limit;
  EXPECT_EQ(INVALID_SOCKET, WSASocketA(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, 0));
  EXPECT_EQ(WSAEMFILE, WSAGetLastError());
}

TEST_F(OutOfHandles, ConnectionThatCannotBeAcceptedKeepsWaiting) {
  const OwnedSocket listener = Listener();
  const OwnedSocket client = ClientOf(listener.get());
  SetNonBlocking(listener.get(), true);
  {
    const NoMoreHandles limit;
    EXPECT_EQ(INVALID_SOCKET, accept(listener.get(), nullptr, nullptr));
    EXPECT_EQ(WSAEMFILE, WSAGetLastError());
  }
  EXPECT_NE(INVALID_SOCKET, OwnedSocket(accept(listener.get(), nullptr, nullptr)).get());
}

// "Any call to the reenabling routine, even one that fails, results in reenabling": the client
// still waits, and FD_ACCEPT is the only way to learn of it.
TEST_F(OutOfHandles, ConnectionThatCannotBeAcceptedIsReportedAgain) {
  const OwnedSocket listener = Listener();
  const OwnedEvent event;
  Select(listener.get(), event, FD_ACCEPT);
  const OwnedSocket client = ClientOf(listener.get());
  EXPECT_TRUE(Reports(listener.get(), event, FD_ACCEPT));
  {
    const NoMoreHandles limit;
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(INVALID_SOCKET, accept(listener.get(), nullptr, nullptr));
      EXPECT_EQ(WSAEMFILE, WSAGetLastError());
      EXPECT_TRUE(Reports(listener.get(), event, FD_ACCEPT)) << i;
    }
  }
  EXPECT_NE(INVALID_SOCKET, OwnedSocket(accept(listener.get(), nullptr, nullptr)).get());
}

TEST_F(OutOfHandles, FailedSelectionLeavesTheOldAssociationAlone) {
  const SelectedPair pair(FD_READ);
  const OwnedEvent second;
  {
    const NoMoreHandles limit;
    EXPECT_TRUE(FailsWith(WSAEventSelect(pair.subject.get(), second.get(), FD_CLOSE), WSAENOBUFS));
  }
  SendText(pair.peer.get(), "hello");
  EXPECT_TRUE(Reports(pair.subject.get(), pair.event, FD_READ));
}

// A wait needs no handle of its own.
TEST_F(OutOfHandles, ThreadThatHasNeverWaitedCanWait) {
  const OwnedEvent event, other_event;
  DWORD timed_out = 0;
  DWORD signalled = 1;
  std::thread other;
  {
    std::atomic<bool> limited = false;
    other = std::thread([&] {
      while (!limited) std::this_thread::yield();
      const WSAEVENT handle = event.get();
      timed_out = WSAWaitForMultipleEvents(1, &handle, FALSE, 10, FALSE);
      WSASetEvent(other_event.get());
      signalled = WSAWaitForMultipleEvents(1, &handle, FALSE, kPatience, FALSE);
      limited = false;
    });
    const NoMoreHandles limit;
    limited = true;
    EXPECT_TRUE(other_event.Wait());
    WSASetEvent(event.get());
    while (limited) std::this_thread::yield();
  }
  other.join();
  EXPECT_EQ(WSA_WAIT_TIMEOUT, timed_out);
  EXPECT_EQ(WSA_WAIT_EVENT_0, signalled);
}

class BlockingMode : public WinsockTest {};

TEST_F(BlockingMode, NewSocketBlocks) {
  const Pair pair = ConnectedPair();
  std::thread sender([&] { SendText(pair.peer.get(), "hello"); });
  EXPECT_EQ("hello", ReceiveExactly(pair.subject.get(), 5));
  sender.join();
}

TEST_F(BlockingMode, SendTakesEverythingHoweverLarge) {
  const Pair pair = ConnectedPair();
  const std::string huge(16U << 20, 'x');
  std::thread receiver([&] { Drain(pair.peer.get(), huge.size()); });
  SendText(pair.subject.get(), huge);
  receiver.join();
}

TEST_F(BlockingMode, AcceptWaitsForAConnection) {
  const OwnedSocket listener = Listener();
  OwnedSocket client;
  std::thread connector([&] { client = ClientOf(listener.get()); });
  const OwnedSocket accepted(accept(listener.get(), nullptr, nullptr));
  connector.join();
  EXPECT_NE(INVALID_SOCKET, accepted.get());
}

TEST_F(BlockingMode, ConnectWaitsForItsResult) {
  const OwnedSocket listener = Listener();
  const OwnedSocket socket = TcpSocket();
  EXPECT_EQ(0, Connect(socket.get(), LocalAddress(listener.get())));
}

TEST_F(BlockingMode, ConnectReturnsTheReasonOfItsFailure) {
  const OwnedSocket socket = TcpSocket();
  EXPECT_TRUE(FailsWith(Connect(socket.get(), DeadAddress()), WSAECONNREFUSED));
}

TEST_F(BlockingMode, CanBeLeftAndEnteredAgain) {
  const Pair pair = ConnectedPair();
  SetNonBlocking(pair.subject.get(), true);
  EXPECT_TRUE(FailsWith(ReceiveSome(pair.subject.get(), 1), WSAEWOULDBLOCK));
  SetNonBlocking(pair.subject.get(), false);
  SendText(pair.peer.get(), "hello");
  EXPECT_EQ("hello", ReceiveExactly(pair.subject.get(), 5));
}

TEST_F(BlockingMode, ReceiveReturnsZeroAtTheEndOfTheStream) {
  Pair pair = ConnectedPair();
  pair.peer.Close();
  EXPECT_EQ(0, ReceiveSome(pair.subject.get(), 1));
}

}  // namespace
}  // namespace l02_test
