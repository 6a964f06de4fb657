// Where clients come in: a listener with an event of its own. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_SERVERS_CLIENT_DOOR_H_
#define LESSONS_02_WSAEVENTSELECT_SERVERS_CLIENT_DOOR_H_

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

  /// Call it when the event is signalled: resets it and takes one client. Empty if none is there,
  /// or if the system has no socket left (which is reported on stderr). If more clients wait, the
  /// event is signalled again by the accept.
  OwnedSocket TakeClient(CallCounts& counts);

  /// While the door is shut, clients wait in the listener's queue and the event stays silent.
  void SetOpen(bool open, CallCounts& counts);

 private:
  OwnedEvent event_;      // tied to the listener with FD_ACCEPT
  OwnedSocket listener_;  // declared last: closed before its event
  bool open_ = true;      // FD_ACCEPT is selected
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_SERVERS_CLIENT_DOOR_H_
