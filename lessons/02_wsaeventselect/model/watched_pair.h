// Two connected sockets: one is watched through an event, the other plays the peer. For demos.
// Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_MODEL_WATCHED_PAIR_H_
#define LESSONS_02_WSAEVENTSELECT_MODEL_WATCHED_PAIR_H_

#include <cstddef>

#include "01_blocking/sockets/socket.h"
#include "02_wsaeventselect/winsock/handles.h"

namespace l02 {

/// An expected event comes much earlier than this.
inline constexpr DWORD kSoonMs = 5000;
/// How long to watch for an event that must not come.
inline constexpr DWORD kQuietMs = 100;

/// A connected pair over loopback.
class WatchedPair {
 public:
  /// @throws l01::SocketError.
  WatchedPair();

  /// Ties our socket to the event. @throws l01::SocketError.
  void Select(long mask);
  /// Waits for a record and takes it. A wake-up without a record is normal and waited over. Returns
  /// 0 if nothing was recorded within `timeout_ms`. @throws l01::SocketError.
  long NextRecord(DWORD timeout_ms);
  /// Sends from our socket until WSAEWOULDBLOCK, and until that lasts: the system may make room by
  /// moving bytes to the peer. Returns the bytes that were accepted. Consumes FD_WRITE records.
  /// @throws l01::SocketError.
  std::size_t FillSendBuffer();
  /// Lets the peer receive exactly `bytes` bytes. @throws l01::SocketError.
  void DrainAtPeer(std::size_t bytes);

  /// The watched socket.
  SOCKET ours() const { return ours_.get(); }
  /// The other end; blocking.
  l01::Socket& peer() { return peer_; }

 private:
  std::size_t SendUntilWouldBlock();

  OwnedEvent event_;  // tied to `ours_` by Select
  OwnedSocket ours_;  // watched
  l01::Socket peer_;  // the other end
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_MODEL_WATCHED_PAIR_H_
