// The causes that both systems know. Each function is what a program must do to get one error.
#include "01_blocking/errors/causes.h"

#include <array>
#include <vector>

#include "01_blocking/errors/receive_timeout.h"
#include "01_blocking/sockets/endpoint.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/options.h"
#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"

namespace l01 {
namespace {

constexpr std::byte kOctet{'x'};
constexpr std::size_t kLargestDatagram = 65507;  // 65535 less the headers of IPv4 and UDP

// A socket of the system that closes itself: what l01::Socket would not do is done to it.
Socket Open(int type = SOCK_STREAM) {
  return Socket(native::Open(AF_INET, type));
}

// The code of the call that has just returned `result`.
int CodeIfFailed(std::ptrdiff_t result) {
  return result < 0 ? LastSocketError() : 0;
}

int Connect(const Socket& socket, const Endpoint& peer) {
  return CodeIfFailed(::connect(socket.native(), peer.data(), peer.size()));
}

int Bind(const Socket& socket, const Endpoint& local) {
  return CodeIfFailed(::bind(socket.native(), local.data(), local.size()));
}

int Receive(const Socket& socket) {
  std::array<std::byte, 16> room;
  return CodeIfFailed(native::Recv(socket.native(), room));
}

int SendOne(const Socket& socket) {
  return CodeIfFailed(native::Send(socket.native(), {&kOctet, 1}));
}

// A port that is taken, so that nobody else can listen on it, and on which nobody listens.
int BeRefused() {
  Socket silent = Open();
  silent.Bind(Endpoint::Loopback());
  return Connect(Open(), silent.LocalEndpoint());
}

int WouldBlock() {
  const auto [ours, theirs] = ConnectedPair();
  native::SetNonBlocking(ours.native(), true);
  return Receive(ours);
}

int ConnectWithoutWaiting() {
  const Socket listener = ListenOn(Endpoint::Loopback());
  const Socket ours = Open();
  native::SetNonBlocking(ours.native(), true);
  return Connect(ours, listener.LocalEndpoint());
}

int ReceiveForATime() {
  const auto [ours, theirs] = ConnectedPair();
  SetReceiveTimeout(ours, std::chrono::milliseconds(20));
  return Receive(ours);
}

// recv tells of the reset on Linux and on Windows. Under Wine it looks like an end, and send tells.
int BeReset() {
  auto [ours, theirs] = ConnectedPair();
  AbortOnClose(theirs);
  theirs.Close();
  WaitReadable(ours, std::chrono::seconds(5));
  const int code = Receive(ours);
  return code != 0 ? code : SendOne(ours);
}

int SendAfterTheEnd() {
  const auto [ours, theirs] = ConnectedPair();
  native::ShutdownSend(ours.native());
  return SendOne(ours);
}

int ReceiveWithoutAConnection() {
  return Receive(Open());
}

int ConnectTwice() {
  const auto [ours, theirs] = ConnectedPair();
  return Connect(ours, ours.PeerEndpoint());
}

int BindToATakenPort() {
  const Socket first = ListenOn(Endpoint::Loopback());
  return Bind(Open(), first.LocalEndpoint());
}

// 192.0.2.1 is for examples in books (RFC 5737): no machine has it.
int BindToAStrangersAddress() {
  return Bind(Open(), Endpoint::Parse("192.0.2.1", 0).value());
}

int AcceptWithoutListen() {
  Socket silent = Open();
  silent.Bind(Endpoint::Loopback());
  const Socket accepted(native::Accept(silent.native(), nullptr, nullptr));
  return accepted.valid() ? 0 : LastSocketError();
}

int ReceiveOnNothing() {
  return Receive(Socket());
}

// connect sends nothing here: it only says where the datagrams go.
int SendATooLongDatagram() {
  const Socket ours = Open(SOCK_DGRAM);
  Connect(ours, Endpoint::Loopback(9));
  const std::vector<std::byte> datagram(kLargestDatagram + 1);
  return CodeIfFailed(native::Send(ours.native(), datagram));
}

}  // namespace

std::vector<Cause> AllCauses() {
  std::vector<Cause> causes = {
      {Fault::kRefused, "connect", "nobody listens on that port",
       "start the server; look at address and port; try again later", BeRefused},
      {Fault::kWouldBlock, "recv", "a non-blocking socket, and nothing has arrived",
       "no fault: wait until the socket is ready", WouldBlock},
      {Fault::kInProgress, "connect", "a non-blocking socket: the attempt goes on",
       "no fault: wait until it is writable, then ask SO_ERROR", ConnectWithoutWaiting},
      {Fault::kReceiveTimedOut, "recv", "SO_RCVTIMEO has passed, and nothing has arrived",
       "wait longer, or give the peer up", ReceiveForATime},
      {Fault::kReset, "recv or send",
       "the peer has broken the connection, or has never heard of it",
       "close the socket; connect again", BeReset},
      {Fault::kSendAfterEnd, "send", "this end has closed its direction before",
       "send first, then shutdown", SendAfterTheEnd},
      {Fault::kNotConnected, "recv", "the socket was never connected",
       "connect first, and look at the result", ReceiveWithoutAConnection},
      {Fault::kConnected, "connect", "the socket is connected already",
       "one socket for each connection", ConnectTwice},
      {Fault::kAddressInUse, "bind", "another socket has this port",
       "stop the other program, or take another port", BindToATakenPort},
      {Fault::kAddressNotOurs, "bind", "this machine has no such address",
       "bind to an own address, or to 0.0.0.0", BindToAStrangersAddress},
      {Fault::kNotListening, "accept", "listen was never called",
       "bind, listen, accept: in this order", AcceptWithoutListen},
      {Fault::kNotASocket, "recv", "the handle is closed, or was never one",
       "find who closed it: one owner for each handle", ReceiveOnNothing},
      {Fault::kMessageTooLong, "send", "a datagram of more than 65,507 bytes",
       "smaller datagrams, or a stream", SendATooLongDatagram},
  };
  for (const Cause& cause : CausesOfThisSystem()) causes.push_back(cause);
  return causes;
}

}  // namespace l01
