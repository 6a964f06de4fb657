// A connected socket with signals, as lean as it gets: compare with ../sockets/socket_dispatcher.h.
// Lesson 04.
//
// It keeps the idea of the layer: who uses it connects slots, and says what it waits for by
// connecting to that signal. What makes it lean, and what each costs:
//  * edge-triggered epoll, asked once per socket. So no mask is armed, compared and told; and it
//    works on nothing but epoll;
//  * connected sockets only: no Connect, no listener, no datagrams, no names. Each of them asks
//    something of every call;
//  * a pointer as the key, which needs no look-up. So the owner must keep a socket that was closed
//    until the turn after: an event of the same turn, or the backlog, may still point at it;
//  * the system's calls by their names, without a table of them for each platform.
#ifndef LESSONS_04_DISPATCHER_SERVERS_LEAN_SOCKET_H_
#define LESSONS_04_DISPATCHER_SERVERS_LEAN_SOCKET_H_

#include <cstddef>
#include <cstdint>
#include <utility>

#include "03_epoll/epoll/descriptor.h"
#include "04_dispatcher/signal/signal.h"

namespace l04 {

class LeanSocket;

/// The sockets that have something to tell although no edge will come. It allocates nothing.
class LeanBacklog {
 public:
  /// True if nobody is in it. Otherwise the loop must not sleep.
  bool empty() const { return now_ == nullptr && next_turn_ == nullptr; }
  /// At the end of each turn: lets everybody tell who came in before this turn.
  void EndTurn();

 private:
  friend class LeanSocket;

  LeanSocket* now_ = nullptr;        // from the turn before; the others follow by next_
  LeanSocket* next_turn_ = nullptr;  // from this turn: nobody tells twice in one
};

/// A connected, non-blocking socket. One thread. A slot may do anything with any socket, but not
/// destroy it: Close() it, and destroy it at the end of the turn after. No slot may throw.
class LeanSocket final : private detail::SlotWaiter {
 public:
  /// Owns `fd`, which must be watched for l03::kEveryEdge. `backlog` must outlive the socket.
  LeanSocket(int fd, LeanBacklog& backlog) : fd_(fd), backlog_(backlog) {}

  /// Something can be received, once in a turn. The slot calls Recv, or disconnects: what it leaves
  /// is told again in the next turn.
  Signal<LeanSocket*> SignalReadEvent;
  /// There is room again, after a Send that returned -1. It may come too early: then Send says so.
  Signal<LeanSocket*> SignalWriteEvent;
  /// The connection is over: in order, or broken. Once, soon after a call has found it, and not for
  /// one's own Close(). What came before is told first to a slot that listens for it. An end in
  /// order waits for that slot, but not for a Send that is blocked.
  Signal<LeanSocket*> SignalCloseEvent;

  /// Receives up to `size` octets. Returns the count; -1: nothing is there now, or the connection
  /// is over and the close signal will say so. After Close() always -1.
  int Recv(void* data, std::size_t size);
  /// Sends a prefix of the octets. Returns the count; -1: there is no room and the write signal
  /// will come, or the connection is over and the close signal will. A short count promises no
  /// signal: call it again.
  int Send(const void* data, std::size_t size);
  /// Closes without a signal. Take it out of epoll first: events on the way find nobody then.
  void Close() { fd_.Close(); }
  /// True after Close().
  bool closed() const { return !fd_.valid(); }
  /// The system's socket.
  int fd() const { return fd_.get(); }

  /// For the loop: epoll has reported `events`.
  void OnEvents(std::uint32_t events);

 private:
  friend class LeanBacklog;

  bool SomebodyWillCall() const;
  void Tell();
  void TellRoom();
  void TellBytes();
  void TellEnd();
  void Fail();
  void ComeBack();
  void OnSlotConnected() noexcept override { ComeBack(); }

  l03::Descriptor fd_;          // the socket; nothing: closed
  bool readable_ = false;       // no Recv has said yet that nothing is left
  bool blocked_ = false;        // a Send found no room, and no edge has told of any since
  bool room_ = false;           // an edge has told of room, and SignalWriteEvent has not yet
  bool to_the_end_ = false;     // an event said that a short Recv is not the end
  bool over_ = false;           // a call has found that the connection is over
  bool over_told_ = false;      // SignalCloseEvent was emitted
  bool in_backlog_ = false;     // it will tell from there, and only from there
  LeanBacklog& backlog_;        // where to come back from
  LeanSocket* next_ = nullptr;  // the one behind this one in the backlog
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SERVERS_LEAN_SOCKET_H_
