// The apparatus of most experiments: two connected sockets, one of them under observation, and
// patient questions to it.
//
// A wake-up says "look", never "something is there": empty wake-ups are normal on Windows, so
// everything here asks for records and never for the state of the event alone. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_PAIR_H_
#define LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_PAIR_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "02_wsaeventselect/winsock/handles.h"

namespace l02 {

inline constexpr DWORD kPatienceMs = 3000;        // what must come, comes much earlier
inline constexpr DWORD kSilenceMs = 100;          // this long without a signal means: nothing comes
inline constexpr std::size_t kChunk = 64 * 1024;  // bytes of one send or recv when it is about much

/// True if `event` gets signalled in time.
bool IsSignalled(WSAEVENT event, DWORD timeout_ms);
/// Ties `event` to the socket. @throws l01::SocketError.
void SelectOn(SOCKET socket, WSAEVENT event, long mask);
/// One WSAEnumNetworkEvents: the bits. Resets `event` unless it is null. @throws l01::SocketError.
long TakeEvents(SOCKET socket, WSAEVENT event);
/// Waits and enumerates until the record holds something; 0 if nothing comes in time.
long NextRecord(SOCKET socket, WSAEVENT event, DWORD timeout_ms = kPatienceMs);
/// Waits and enumerates until all of `wanted` has come, in as many records as it takes. Returns
/// what has come.
long CollectEvents(SOCKET socket, WSAEVENT event, long wanted);

/// What was reported until it went quiet.
struct Reports {
  long events = 0;  // all bits
  int records = 0;  // in how many records
};
/// Waits and enumerates until nothing has come for kSilenceMs.
Reports ReportsUntilQuiet(SOCKET socket, WSAEVENT event);

/// Waits until at least `bytes` can be received, without receiving or re-enabling anything.
/// @throws std::runtime_error if they do not come.
void AwaitBytes(SOCKET socket, std::size_t bytes);
/// One recv of at most `size` bytes, and nothing if there is none. @throws l01::SocketError.
std::string Receive(SOCKET socket, std::size_t size);
/// The socket at the other end of a new connection to `listener`. @throws l01::SocketError.
OwnedSocket ConnectTo(SOCKET listener);

/// Two ends of one connection. `ours` is watched with `event`, `peer` is a blocking socket.
class ExperimentPair {
 public:
  /// Nothing is tied yet. @throws l01::SocketError.
  ExperimentPair();

  SOCKET ours() const noexcept { return ours_.get(); }      ///< The end under observation.
  SOCKET peer() const noexcept { return peer_.get(); }      ///< The other end.
  WSAEVENT event() const noexcept { return event_.get(); }  ///< What Select ties to `ours`.

  /// WSAEventSelect on our end.
  void Select(long mask) { SelectOn(ours(), event(), mask); }
  /// The next record of our end; 0 if none comes in time.
  long Next() { return NextRecord(ours(), event()); }
  /// Everything that our end reports until it goes quiet.
  Reports UntilQuiet() { return ReportsUntilQuiet(ours(), event()); }

  /// One send from our end; returns what send returned. @throws l01::SocketError unless it took
  /// bytes or said WSAEWOULDBLOCK.
  int Send(std::string_view bytes);
  /// Sends from our end smaller and smaller pieces, until WSAEWOULDBLOCK is said to a single byte.
  /// False if that never happens. A moment later there may be room again: the system moves bytes
  /// into the peer's buffer.
  bool SendUntilOneByteIsRefused();
  /// Does so until the buffer stays full. Takes the FD_WRITE of each such moment away, so FD_WRITE
  /// must be in the mask.
  void Fill();
  /// One recv of the peer, of at most `most` bytes that our end has sent. Nothing if it has
  /// received them all; waits if they are still under way. @throws std::runtime_error if the
  /// connection ends before they come.
  std::string ReceiveAtPeer(std::size_t most);
  /// The peer receives all that our end has sent. Returns how many bytes that were.
  std::size_t Drain();
  /// Bytes that our end has sent and the peer has not received.
  std::size_t in_flight() const noexcept { return in_flight_; }
  /// One send from the peer.
  void SendFromPeer(std::string_view bytes);
  /// The peer closes.
  void ClosePeer() { peer_ = OwnedSocket(); }

 private:
  OwnedEvent event_;           // what we wait for
  OwnedSocket ours_;           // the socket under observation
  OwnedSocket peer_;           // the other end
  std::size_t in_flight_ = 0;  // bytes sent by us that the peer has not received
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_PAIR_H_
