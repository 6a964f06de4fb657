// FD_ACCEPT, and what an accepted socket inherits from its listener.
#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

/// A selected listener.
class FdAccept : public WinsockTest {
 protected:
  FdAccept() : listener_(Listener()) {}
  OwnedSocket Accept() const { return OwnedSocket(accept(listener_.get(), nullptr, nullptr)); }
  OwnedSocket Client() const { return ClientOf(listener_.get()); }
  /// Selects the listener, lets a client in and accepts it.
  std::pair<OwnedSocket, OwnedSocket> AcceptUnder(long mask) {
    Select(listener_.get(), event_, mask);
    OwnedSocket client = Client();
    EXPECT_EQ(FD_ACCEPT, Collect(listener_.get(), event_, FD_ACCEPT).events);
    return {Accept(), std::move(client)};
  }

  OwnedSocket listener_;  // on 127.0.0.1
  OwnedEvent event_;      // for the listener
};

// Rule W76.
TEST_F(FdAccept, IsReportedWhenAConnectionWaits) {
  Select(listener_.get(), event_, FD_ACCEPT);
  EXPECT_TRUE(IsSilent(listener_.get(), event_));
  const OwnedSocket client = Client();
  EXPECT_TRUE(Reports(listener_.get(), event_, FD_ACCEPT));
}

TEST_F(FdAccept, IsOneRecordForSeveralWaitingConnections) {
  const OwnedSocket clients[] = {Client(), Client(), Client()};
  Select(listener_.get(), event_, FD_ACCEPT);
  const Record record = CollectAll(listener_.get(), event_, FD_ACCEPT);
  EXPECT_EQ(FD_ACCEPT, record.events);
  EXPECT_EQ(1, record.enumerations);
}

TEST_F(FdAccept, ComesAgainAfterAnAcceptThatLeavesConnectionsWaiting) {
  const OwnedSocket clients[] = {Client(), Client(), Client()};
  Select(listener_.get(), event_, FD_ACCEPT);
  for (int left = 3; left > 0; --left) {
    EXPECT_TRUE(Reports(listener_.get(), event_, FD_ACCEPT)) << left;
    EXPECT_NE(INVALID_SOCKET, Accept().get());
  }
  EXPECT_TRUE(IsSilent(listener_.get(), event_));
}

TEST_F(FdAccept, LoopUntilWouldBlockTakesEveryConnection) {
  const OwnedSocket clients[] = {Client(), Client(), Client()};
  Select(listener_.get(), event_, FD_ACCEPT);
  EXPECT_EQ(FD_ACCEPT, Collect(listener_.get(), event_, FD_ACCEPT).events);
  int accepted = 0;
  while (Accept().get() != INVALID_SOCKET) ++accepted;
  EXPECT_EQ(WSAEWOULDBLOCK, WSAGetLastError());
  EXPECT_EQ(3, accepted);
  EXPECT_EQ(0, Enumerate(listener_.get(), event_.get()).events);
}

TEST_F(FdAccept, ComesForTheNextConnectionAfterTheQueueWasEmpty) {
  const auto first = AcceptUnder(FD_ACCEPT);
  EXPECT_NE(INVALID_SOCKET, first.first.get());
  const OwnedSocket second_client = Client();
  EXPECT_TRUE(Reports(listener_.get(), event_, FD_ACCEPT));
}

// Rule W77.
TEST_F(FdAccept, SecondArrivalIsReportedAfterASelectionInSomeWorlds) {
  ForEachProfile([this](const l02::Profile& profile) {
    const OwnedSocket listener = Listener();
    Select(listener.get(), event_, FD_ACCEPT);
    const OwnedSocket first = ClientOf(listener.get());
    EXPECT_TRUE(Reports(listener.get(), event_, FD_ACCEPT));
    const OwnedSocket second = ClientOf(listener.get());
    Select(listener.get(), event_, FD_ACCEPT);
    const bool repeats = profile.new_arrival_reposts || profile.reselect_repeats_consumed;
    EXPECT_TRUE(Reports(listener.get(), event_, repeats ? FD_ACCEPT : 0));
  });
}

// Rule W78.
TEST_F(FdAccept, AcceptWithNothingWaitingWouldBlock) {
  Select(listener_.get(), event_, FD_ACCEPT);
  EXPECT_EQ(INVALID_SOCKET, Accept().get());
  EXPECT_EQ(WSAEWOULDBLOCK, WSAGetLastError());
}

TEST_F(FdAccept, ClientThatLeavesBeforeAcceptDoesNoHarm) {
  Select(listener_.get(), event_, FD_ACCEPT);
  Client().Close();
  EXPECT_EQ(FD_ACCEPT, Collect(listener_.get(), event_, FD_ACCEPT).events);
  const OwnedSocket accepted = Accept();
  if (accepted.get() == INVALID_SOCKET) return;  // a system may have dropped it meanwhile
  const OwnedEvent event;
  Select(accepted.get(), event, FD_CLOSE);
  EXPECT_TRUE(Reports(accepted.get(), event, FD_CLOSE));
}

// Also rule W76: a failing accept re-enables, too. This one fails for its arguments, with the first
// caller in its hands; the second must be reported.
TEST_F(FdAccept, ComesAgainAfterAnAcceptThatFailed) {
  const OwnedSocket clients[] = {Client(), Client()};
  Select(listener_.get(), event_, FD_ACCEPT);
  EXPECT_TRUE(Reports(listener_.get(), event_, FD_ACCEPT));
  sockaddr_in peer{};
  int too_small = 1;
  EXPECT_EQ(INVALID_SOCKET,
            accept(listener_.get(), reinterpret_cast<sockaddr*>(&peer), &too_small));
  EXPECT_EQ(WSAEFAULT, WSAGetLastError());
  EXPECT_TRUE(Reports(listener_.get(), event_, FD_ACCEPT));
  EXPECT_NE(INVALID_SOCKET, Accept().get());
}

// Rule W79.
TEST_F(FdAccept, MayBeSelectedBeforeBindAndListen) {
  const OwnedSocket listener = TcpSocket();
  Select(listener.get(), event_, FD_ACCEPT);
  BindToLoopback(listener.get());
  EXPECT_EQ(0, listen(listener.get(), 4));
  const OwnedSocket client = ClientOf(listener.get());
  EXPECT_TRUE(Reports(listener.get(), event_, FD_ACCEPT));
}

// Rule W80: the accepted socket inherits mode, mask and event.
TEST_F(FdAccept, AcceptedSocketIsNonBlockingLikeItsListener) {
  const auto [accepted, client] = AcceptUnder(FD_ACCEPT);
  EXPECT_TRUE(FailsWith(ReceiveSome(accepted.get(), 1), WSAEWOULDBLOCK));
}

TEST_F(FdAccept, AcceptedSocketOfABlockingListenerIsBlocking) {
  const OwnedSocket client = Client();
  const OwnedSocket accepted = Accept();
  SendText(client.get(), "hello");
  EXPECT_EQ("hello", ReceiveExactly(accepted.get(), 5));
}

TEST_F(FdAccept, AcceptedSocketCannotBlockUntilItIsCancelled) {
  const auto [accepted, client] = AcceptUnder(FD_ACCEPT);
  u_long off = 0;
  const auto fionbio = static_cast<long>(FIONBIO);
  EXPECT_TRUE(FailsWith(ioctlsocket(accepted.get(), fionbio, &off), WSAEINVAL));
  Cancel(accepted.get());
  EXPECT_EQ(0, ioctlsocket(accepted.get(), fionbio, &off));
}

TEST_F(FdAccept, AcceptedSocketIsDeafToDataUnderAMaskOfFdAcceptOnly) {
  const auto [accepted, client] = AcceptUnder(FD_ACCEPT);
  SendText(client.get(), "hello");
  EXPECT_TRUE(IsSilent(accepted.get(), event_));
}

// Also rule R10.
TEST_F(FdAccept, ListenersEventIsSignalledForTheAcceptedSocketsData) {
  const auto [accepted, client] = AcceptUnder(FD_ACCEPT | FD_READ);
  SendText(client.get(), "hello");
  EXPECT_TRUE(event_.Wait());
  EXPECT_EQ(0, Enumerate(listener_.get(), nullptr).events);
  EXPECT_EQ(FD_READ, Enumerate(accepted.get(), event_.get()).events);
}

TEST_F(FdAccept, AcceptedSocketStartsWithAnEmptyRecord) {
  const OwnedSocket clients[] = {Client(), Client()};
  Select(listener_.get(), event_, FD_ACCEPT);
  EXPECT_EQ(FD_ACCEPT, Collect(listener_.get(), event_, FD_ACCEPT).events);
  const OwnedSocket accepted = Accept();
  EXPECT_EQ(0, Enumerate(accepted.get(), nullptr).events);
}

// Rule W81.
TEST_F(FdAccept, SelectingTheAcceptedSocketReportsEverythingThatIsAlreadyTrue) {
  const auto [accepted, client] = AcceptUnder(FD_ACCEPT);
  SendText(client.get(), "hello");
  const OwnedEvent own;
  Select(accepted.get(), own, FD_READ | FD_WRITE | FD_CLOSE);
  EXPECT_TRUE(Reports(accepted.get(), own, FD_READ | FD_WRITE));
}

TEST_F(FdAccept, SelectingTheAcceptedSocketFreesTheListenersEvent) {
  const auto [accepted, client] = AcceptUnder(FD_ACCEPT | FD_READ);
  const OwnedEvent own;
  Select(accepted.get(), own, FD_READ);
  WSAResetEvent(event_.get());
  SendText(client.get(), "hello");
  EXPECT_TRUE(Reports(accepted.get(), own, FD_READ));
  EXPECT_FALSE(event_.IsSignalled());
}

// Rule W82.
TEST_F(FdAccept, ClosingTheListenerLeavesTheInheritedAssociationAlone) {
  const auto [accepted, client] = AcceptUnder(FD_ACCEPT | FD_READ);
  listener_.Close();
  SendText(client.get(), "hello");
  EXPECT_TRUE(Reports(accepted.get(), event_, FD_READ));
}

// Rule W83.
int CALLBACK Answer(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                    DWORD_PTR answer) {
  return static_cast<int>(answer);
}

TEST_F(FdAccept, DeferredConnectionIsNotReportedAgain) {
  Select(listener_.get(), event_, FD_ACCEPT);
  const OwnedSocket client = Client();
  EXPECT_TRUE(Reports(listener_.get(), event_, FD_ACCEPT));
  EXPECT_EQ(INVALID_SOCKET, WSAAccept(listener_.get(), nullptr, nullptr, &Answer, CF_DEFER));
  EXPECT_EQ(WSATRY_AGAIN, WSAGetLastError());
  EXPECT_TRUE(IsSilent(listener_.get(), event_));
}

TEST_F(FdAccept, DeferredConnectionCanBeAcceptedLater) {
  const OwnedSocket client = Client();
  EXPECT_EQ(INVALID_SOCKET, WSAAccept(listener_.get(), nullptr, nullptr, &Answer, CF_DEFER));
  const OwnedSocket accepted(WSAAccept(listener_.get(), nullptr, nullptr, &Answer, CF_ACCEPT));
  ASSERT_NE(INVALID_SOCKET, accepted.get());
  SendText(client.get(), "hello");
  EXPECT_EQ("hello", ReceiveExactly(accepted.get(), 5));
}

TEST_F(FdAccept, RejectedConnectionIsRefused) {
  const OwnedSocket client = Client();
  EXPECT_EQ(INVALID_SOCKET, WSAAccept(listener_.get(), nullptr, nullptr, &Answer, CF_REJECT));
  EXPECT_EQ(WSAECONNREFUSED, WSAGetLastError());
}

// Beyond the rules.
int CALLBACK SetAndAccept(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                          DWORD_PTR event) {
  return WSASetEvent(reinterpret_cast<WSAEVENT>(event)) ? CF_ACCEPT : CF_REJECT;
}

TEST_F(FdAccept, ConditionMayUseTheApiItself) {
  const OwnedSocket client = Client();
  const OwnedSocket accepted(WSAAccept(listener_.get(), nullptr, nullptr, &SetAndAccept,
                                       reinterpret_cast<DWORD_PTR>(event_.get())));
  EXPECT_NE(INVALID_SOCKET, accepted.get());
  EXPECT_TRUE(event_.IsSignalled());
}

TEST_F(FdAccept, AcceptTellsTheCallersAddress) {
  const OwnedSocket client = Client();
  sockaddr_in peer{};
  int size = sizeof peer;
  const OwnedSocket accepted(accept(listener_.get(), reinterpret_cast<sockaddr*>(&peer), &size));
  EXPECT_EQ(LocalAddress(client.get()).sin_port, peer.sin_port);
  EXPECT_EQ(static_cast<int>(sizeof peer), size);
}

TEST_F(FdAccept, SocketThatDoesNotListenCannotAccept) {
  const OwnedSocket socket = TcpSocket();
  EXPECT_EQ(INVALID_SOCKET, accept(socket.get(), nullptr, nullptr));
  EXPECT_EQ(WSAEINVAL, WSAGetLastError());
}

}  // namespace
}  // namespace l02_test
