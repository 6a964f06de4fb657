#include "tests/02_wsaeventselect/support/support.h"

#include <algorithm>
#include <vector>

namespace l02_test {

WinsockTest::WinsockTest() {
  UseProfile(WorldProfile());
  WSADATA data;
  EXPECT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
}

WinsockTest::~WinsockTest() {
  EXPECT_EQ(0, WSACleanup());
}

WithoutWinsock::WithoutWinsock() {
  while (WSACleanup() == 0) ++startups_;
}

WithoutWinsock::~WithoutWinsock() {
  WSADATA data;
  for (; startups_ > 0; --startups_) WSAStartup(MAKEWORD(2, 2), &data);
}

void OwnedSocket::Close() {
  if (socket_ != INVALID_SOCKET) closesocket(std::exchange(socket_, INVALID_SOCKET));
}

void OwnedEvent::Close() {
  if (event_ != WSA_INVALID_EVENT) WSACloseEvent(std::exchange(event_, WSA_INVALID_EVENT));
}

bool OwnedEvent::Wait(DWORD timeout_ms) const {
  return WSAWaitForMultipleEvents(1, &event_, FALSE, timeout_ms, FALSE) == WSA_WAIT_EVENT_0;
}

OwnedEvent AutoResetEvent() {
  return OwnedEvent(CreateEventA(nullptr, FALSE, FALSE, nullptr));
}

Record Enumerate(SOCKET socket, WSAEVENT event) {
  WSANETWORKEVENTS found{};
  EXPECT_EQ(0, WSAEnumNetworkEvents(socket, event, &found)) << WSAGetLastError();
  Record record;
  record.events = found.lNetworkEvents;
  std::copy(std::begin(found.iErrorCode), std::end(found.iErrorCode), record.errors);
  record.enumerations = record.events != 0 ? 1 : 0;
  return record;
}

namespace {

void Accumulate(Record& record, const Record& more) {
  record.events |= more.events;
  record.enumerations += more.enumerations;
  for (int bit = 0; bit < FD_MAX_EVENTS; ++bit) {
    if ((more.events & (1L << bit)) != 0) record.errors[bit] = more.errors[bit];
  }
}

}  // namespace

Record Collect(SOCKET socket, const OwnedEvent& event, long wanted, DWORD patience) {
  Record record;
  while ((record.events & wanted) != wanted && event.Wait(patience)) {
    Accumulate(record, Enumerate(socket, event.get()));
  }
  return record;
}

Record CollectUntilQuiet(SOCKET socket, const OwnedEvent& event, DWORD quiet) {
  Record record;
  // Whoever is signalled this often without a pause is broken; do not wait for it for ever.
  for (int turn = 0; turn < 100 && event.Wait(quiet); ++turn) {
    Accumulate(record, Enumerate(socket, event.get()));
  }
  return record;
}

Record CollectAll(SOCKET socket, const OwnedEvent& event, long expected) {
  Record record = Collect(socket, event, expected);
  Accumulate(record, CollectUntilQuiet(socket, event));
  return record;
}

std::string Names(long events) {
  const std::pair<long, const char*> names[] = {
      {FD_READ, "FD_READ"},     {FD_WRITE, "FD_WRITE"},     {FD_OOB, "FD_OOB"},
      {FD_ACCEPT, "FD_ACCEPT"}, {FD_CONNECT, "FD_CONNECT"}, {FD_CLOSE, "FD_CLOSE"}};
  std::string text;
  for (const auto& [bit, name] : names) {
    if ((events & bit) != 0) text += (text.empty() ? "" : "|") + std::string(name);
  }
  return text.empty() ? "nothing" : text;
}

testing::AssertionResult Reports(SOCKET socket, const OwnedEvent& event, long events) {
  const long all = CollectAll(socket, event, events).events;
  if (all == events) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "reports " << Names(all) << ", not " << Names(events);
}

testing::AssertionResult IsSilent(SOCKET socket, const OwnedEvent& event) {
  const long events = CollectUntilQuiet(socket, event).events;
  if (events == 0) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "reports " << Names(events);
}

testing::AssertionResult FailsWith(int result, int code) {
  const int error = WSAGetLastError();
  if (result == SOCKET_ERROR && error == code) return testing::AssertionSuccess();
  return testing::AssertionFailure()
         << "returns " << result << ", last error " << error << ", not " << code;
}

OwnedSocket TcpSocket() {
  OwnedSocket socket(
      WSASocketA(AF_INET, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, WSA_FLAG_OVERLAPPED));
  EXPECT_NE(INVALID_SOCKET, socket.get());
  return socket;
}

OwnedSocket UdpSocket() {
  OwnedSocket socket(WSASocketA(AF_INET, SOCK_DGRAM, IPPROTO_UDP, nullptr, 0, WSA_FLAG_OVERLAPPED));
  EXPECT_NE(INVALID_SOCKET, socket.get());
  return socket;
}

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void BindToLoopback(SOCKET socket) {
  const sockaddr_in address = Loopback(0);
  EXPECT_EQ(0, bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address));
}

sockaddr_in LocalAddress(SOCKET socket) {
  sockaddr_in address{};
  int size = sizeof address;
  EXPECT_EQ(0, getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size));
  return address;
}

OwnedSocket Listener(int backlog) {
  OwnedSocket socket = TcpSocket();
  BindToLoopback(socket.get());
  EXPECT_EQ(0, listen(socket.get(), backlog));
  return socket;
}

sockaddr_in DeadAddress() {
  OwnedSocket socket = TcpSocket();
  BindToLoopback(socket.get());
  return LocalAddress(socket.get());
}

int Connect(SOCKET socket, const sockaddr_in& address) {
  return connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

OwnedSocket ClientOf(SOCKET listener) {
  OwnedSocket client = TcpSocket();
  EXPECT_EQ(0, Connect(client.get(), LocalAddress(listener))) << WSAGetLastError();
  return client;
}

void Select(SOCKET socket, const OwnedEvent& event, long mask) {
  EXPECT_EQ(0, WSAEventSelect(socket, event.get(), mask)) << WSAGetLastError();
}

void Cancel(SOCKET socket) {
  EXPECT_EQ(0, WSAEventSelect(socket, nullptr, 0));
}

void SetNonBlocking(SOCKET socket, bool non_blocking) {
  u_long on = non_blocking ? 1 : 0;
  EXPECT_EQ(0, ioctlsocket(socket, static_cast<long>(FIONBIO), &on));
}

int ReadIntOption(SOCKET socket, int name) {
  int value = -1;
  int size = sizeof value;
  EXPECT_EQ(0, getsockopt(socket, SOL_SOCKET, name, reinterpret_cast<char*>(&value), &size));
  return value;
}

Pair ConnectedPair() {
  OwnedSocket listener = Listener();
  Pair pair;
  pair.peer = ClientOf(listener.get());
  pair.subject = OwnedSocket(accept(listener.get(), nullptr, nullptr));
  EXPECT_NE(INVALID_SOCKET, pair.subject.get());
  return pair;
}

SelectedPair::SelectedPair(long mask) : Pair(ConnectedPair()) {
  Select(subject.get(), event, mask);
  if ((mask & FD_WRITE) != 0) {
    EXPECT_EQ(FD_WRITE, Collect(subject.get(), event, FD_WRITE).events);
  }
}

void SendText(SOCKET socket, std::string_view text) {
  const int size = static_cast<int>(text.size());
  EXPECT_EQ(size, send(socket, text.data(), size, 0)) << WSAGetLastError();
}

std::string ReceiveExactly(SOCKET socket, std::size_t size) {
  std::string text(size, '\0');
  std::size_t received = 0;
  while (received < size) {
    const int count = recv(socket, text.data() + received, static_cast<int>(size - received), 0);
    EXPECT_GT(count, 0) << "after " << received << " bytes: " << WSAGetLastError();
    if (count <= 0) break;
    received += static_cast<std::size_t>(count);
  }
  text.resize(received);
  return text;
}

int ReceiveSome(SOCKET socket, int size, int flags) {
  std::vector<char> room(static_cast<std::size_t>(size));
  return recv(socket, room.data(), size, flags);
}

void Reset(OwnedSocket& socket) {
  const LINGER hard{1, 0};
  EXPECT_EQ(0, setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&hard),
                          sizeof hard));
  socket.Close();
}

void Drain(SOCKET socket, std::size_t size) {
  while (size > 0) {
    const int count = ReceiveSome(socket, static_cast<int>(std::min<std::size_t>(size, 1 << 20)));
    ASSERT_GT(count, 0) << WSAGetLastError();
    size -= static_cast<std::size_t>(count);
  }
}

Fill FillOnce(SOCKET socket, int chunk) {
  const std::string data(static_cast<std::size_t>(chunk), 'x');
  Fill fill;
  for (;;) {
    const int count = send(socket, data.data(), chunk, 0);
    if (count == SOCKET_ERROR) break;
    fill.bytes += static_cast<std::size_t>(count);
    if (count < chunk) fill.short_send = true;
  }
  EXPECT_EQ(WSAEWOULDBLOCK, WSAGetLastError());
  return fill;
}

Fill FillUntilQuiet(SOCKET socket, const OwnedEvent& event) {
  Fill total;
  do {
    const Fill more = FillOnce(socket);
    total.bytes += more.bytes;
    total.short_send = total.short_send || more.short_send;
  } while ((CollectUntilQuiet(socket, event).events & FD_WRITE) != 0);
  return total;
}

}  // namespace l02_test
