// Where clients come in: a listener with an event of its own, which can be left alone for a while.
// Lesson 02.
//
// FD_ACCEPT is re-enabled by every accept, also by one that fails. So a client that cannot be taken
// for lack of sockets is reported again at once: without a pause the loop would spin.
#ifndef LESSONS_02_WSAEVENTSELECT_SERVERS_CLIENT_DOOR_H_
#define LESSONS_02_WSAEVENTSELECT_SERVERS_CLIENT_DOOR_H_

#include <functional>

#include "01_blocking/sockets/accept_pause.h"
#include "02_wsaeventselect/servers/counted_calls.h"

namespace l02 {

/// Owns a listening socket and the event that says that a client waits.
class ClientDoor {
 public:
  /// Listens on `local`. @throws l01::SocketError.
  explicit ClientDoor(const l01::Endpoint& local);

  /// The address it listens on.
  l01::Endpoint local() const { return LocalEndpoint(listener_.get()); }
  /// Signalled when a client waits and the door is open.
  WSAEVENT event() const { return event_.get(); }

  /// Call it before each wait: opens the door again after a pause. Returns how long to wait at
  /// most.
  DWORD BeforeWait(CallCounts& counts);

  /// Call it when the event is signalled: resets it, takes one client if there is one, and gives it
  /// to `serve`. If accept or `serve` fails for lack of anything, this client may be turned away,
  /// and a pause begins; one line on stderr says why. If more clients wait, the event is signalled
  /// again by the accept.
  void LetIn(CallCounts& counts, const std::function<void(OwnedSocket)>& serve);

  /// While the door is shut, clients wait in the listener's queue and the event stays silent.
  void SetOpen(bool open, CallCounts& counts);

 private:
  OwnedSocket TakeClient(CallCounts& counts);
  void Select(CallCounts& counts);

  OwnedEvent event_;        // tied to the listener with FD_ACCEPT
  OwnedSocket listener_;    // declared last but for plain data: closed before its event
  l01::AcceptPause pause_;  // after sockets, memory or threads ran out
  bool paused_ = false;     // the pause has not been ended by BeforeWait() yet
  bool open_ = true;        // what SetOpen() said
  bool selected_ = false;   // FD_ACCEPT is selected
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_SERVERS_CLIENT_DOOR_H_
