// What every test of lesson 02 needs: owned handles, connected sockets, and patient questions.
//
// A wake-up says "look", never "something is there". So nothing here asserts that an event is not
// signalled; questions are about the records, collected over as many wake-ups as it takes.
#ifndef TESTS_02_WSAEVENTSELECT_SUPPORT_SUPPORT_H_
#define TESTS_02_WSAEVENTSELECT_SUPPORT_SUPPORT_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "02_wsaeventselect/winsock.h"
#include "tests/02_wsaeventselect/support/world.h"
#include "tests/support/patience.h"

namespace l02_test {

inline constexpr DWORD kPatience = test_support::kPatienceMs;  // until a positive wait gives up
inline constexpr DWORD kQuiet = 100;  // ms without a signal that count as "nothing comes"
inline constexpr int kChunk = 65536;  // bytes per send when a test fills a connection

/// Winsock is started for each test, in the world's own profile.
class WinsockTest : public testing::Test {
 protected:
  WinsockTest();
  ~WinsockTest() override;
};

/// While one of these lives, nobody has called WSAStartup. Undoes what others have done before.
class WithoutWinsock {
 public:
  WithoutWinsock();
  ~WithoutWinsock();
  WithoutWinsock(const WithoutWinsock&) = delete;
  WithoutWinsock& operator=(const WithoutWinsock&) = delete;

 private:
  int startups_ = 0;  // to be restored
};

/// A socket that closes itself.
class OwnedSocket {
 public:
  OwnedSocket() = default;
  explicit OwnedSocket(SOCKET socket) : socket_(socket) {}
  OwnedSocket(OwnedSocket&& other) noexcept
      : socket_(std::exchange(other.socket_, INVALID_SOCKET)) {}
  OwnedSocket& operator=(OwnedSocket&& other) noexcept {
    std::swap(socket_, other.socket_);
    return *this;
  }
  ~OwnedSocket() { Close(); }
  SOCKET get() const { return socket_; }
  void Close();
  /// Gives the handle away: the caller must close it.
  SOCKET Release() { return std::exchange(socket_, INVALID_SOCKET); }

 private:
  SOCKET socket_ = INVALID_SOCKET;  // owned
};

/// An event that closes itself.
class OwnedEvent {
 public:
  OwnedEvent() : event_(WSACreateEvent()) {}
  explicit OwnedEvent(WSAEVENT event) : event_(event) {}
  OwnedEvent(const OwnedEvent&) = delete;
  OwnedEvent& operator=(const OwnedEvent&) = delete;
  ~OwnedEvent() { Close(); }
  WSAEVENT get() const { return event_; }
  void Close();
  /// True if it is signalled now. An auto-reset event goes off by this.
  bool IsSignalled() const { return Wait(0); }
  /// True if it gets signalled in time.
  bool Wait(DWORD timeout_ms = kPatience) const;

 private:
  WSAEVENT event_;  // owned
};

OwnedEvent AutoResetEvent();

/// Network events with their codes.
struct Record {
  long events = 0;       // FD_ bits
  int errors[10] = {};   // by FD_x_BIT, meaningful where the bit is set
  int enumerations = 0;  // how many non-empty records it was collected from
};

/// One WSAEnumNetworkEvents, which must succeed.
Record Enumerate(SOCKET socket, WSAEVENT event = nullptr);
/// Waits and enumerates until every event in `wanted` has been seen or patience is over.
Record Collect(SOCKET socket, const OwnedEvent& event, long wanted, DWORD patience = kPatience);
/// Enumerates whenever the event is signalled, until nothing has come for `quiet` milliseconds.
Record CollectUntilQuiet(SOCKET socket, const OwnedEvent& event, DWORD quiet = kQuiet);
/// Waits until every event in `expected` has been seen or patience is over, and then until it is
/// quiet: all that comes, however busy the machine is.
Record CollectAll(SOCKET socket, const OwnedEvent& event, long expected);
/// "FD_READ|FD_CLOSE"
std::string Names(long events);

/// All of `events` are reported, and nothing else follows.
testing::AssertionResult Reports(SOCKET socket, const OwnedEvent& event, long events);
/// Nothing is reported for a while.
testing::AssertionResult IsSilent(SOCKET socket, const OwnedEvent& event);
/// `result` is SOCKET_ERROR, and the last error is `code`.
testing::AssertionResult FailsWith(int result, int code);

/// @name Sockets. Each of these succeeds or fails the test.
/// @{
OwnedSocket TcpSocket();
OwnedSocket UdpSocket();
/// A TCP socket on 127.0.0.1 that listens.
OwnedSocket Listener(int backlog = 8);
/// Binds to 127.0.0.1 and a free port.
void BindToLoopback(SOCKET socket);
sockaddr_in LocalAddress(SOCKET socket);
sockaddr_in Loopback(int port);
/// An address of 127.0.0.1 on which nobody listens.
sockaddr_in DeadAddress();
int Connect(SOCKET socket, const sockaddr_in& address);
/// A blocking TCP socket connected to `listener`.
OwnedSocket ClientOf(SOCKET listener);
void Select(SOCKET socket, const OwnedEvent& event, long mask);
void Cancel(SOCKET socket);
void SetNonBlocking(SOCKET socket, bool non_blocking);
int ReadIntOption(SOCKET socket, int name);
/// @}

/// Two connected TCP sockets. The accepted one is the subject of most tests.
struct Pair {
  OwnedSocket subject;  // accepted; blocking until something selects it
  OwnedSocket peer;     // connected; blocking
};
Pair ConnectedPair();

/// A pair whose subject is selected, and whose first FD_WRITE is consumed if it is in the mask.
struct SelectedPair : Pair {
  explicit SelectedPair(long mask);
  OwnedEvent event;  // tied to the subject
};

/// @name Transfer
/// @{
void SendText(SOCKET socket, std::string_view text);
/// Receives exactly this many bytes, blocking.
std::string ReceiveExactly(SOCKET socket, std::size_t size);
/// One receive of at most `size` bytes. Returns what recv returned.
int ReceiveSome(SOCKET socket, int size, int flags = 0);
/// Closes so that the peer sees a reset instead of an end of stream.
void Reset(OwnedSocket& socket);
/// Receives and forgets `size` bytes, blocking.
void Drain(SOCKET socket, std::size_t size);

/// What it took to fill a connection.
struct Fill {
  std::size_t bytes = 0;    // taken by send
  bool short_send = false;  // a send took a part of the chunk only
};
/// Sends chunks until WSAEWOULDBLOCK, once.
Fill FillOnce(SOCKET socket, int chunk = kChunk);
/// Fills until WSAEWOULDBLOCK *and* quiet: right after the first WSAEWOULDBLOCK the kernel may
/// still move bytes into the peer's growing buffer. Needs FD_WRITE in the mask, and consumes it.
Fill FillUntilQuiet(SOCKET socket, const OwnedEvent& event);
/// @}

}  // namespace l02_test

#endif  // TESTS_02_WSAEVENTSELECT_SUPPORT_SUPPORT_H_
