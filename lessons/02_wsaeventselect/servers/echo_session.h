// One client of the Winsock echo server, driven by FD_READ, FD_WRITE and FD_CLOSE. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_SERVERS_ECHO_SESSION_H_
#define LESSONS_02_WSAEVENTSELECT_SERVERS_ECHO_SESSION_H_

#include <array>
#include <cstddef>

#include "02_wsaeventselect/servers/counted_calls.h"

namespace l02 {

/// The echo conversation with one client.
///
/// Sending follows the one rule that makes FD_WRITE work: send until WSAEWOULDBLOCK, keep the rest,
/// go on at FD_WRITE. Nothing else arms FD_WRITE again, not even a short send.
class EchoSession {
 public:
  /// Takes a connected socket. Nothing is reported until Watch() ties it to an event.
  explicit EchoSession(OwnedSocket socket) : socket_(std::move(socket)) {}

  /// Ties the socket to `event`, now or anew. What has happened and was not reported yet signals
  /// the event at once. @throws l01::SocketError.
  void Watch(WSAEVENT event, CallCounts& counts);

  /// Deals with what WSAEnumNetworkEvents reported. Returns false when the conversation is over.
  bool OnEvents(const WSANETWORKEVENTS& events);

  /// The client's socket.
  SOCKET socket() const noexcept { return socket_.get(); }

 private:
  enum class Progress { kMoved, kBlocked, kOver };

  Progress Receive();
  Progress Flush();

  OwnedSocket socket_;                  // the client
  std::array<char, 16 * 1024> buffer_;  // what was received
  int begin_ = 0;                       // first byte that is not echoed yet
  int end_ = 0;                         // end of the received bytes
  bool closing_ = false;                // FD_CLOSE was reported: read what is left, then end
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_SERVERS_ECHO_SESSION_H_
