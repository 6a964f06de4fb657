// Many sockets, few events, little asking: those who spoke lately have an event of their own, all
// others share. Lesson 02.
//
// A wake-up of a shared event asks one group only; and whoever speaks again and again is asked
// alone. So the cost of a message does not grow with the number of silent clients.
#ifndef LESSONS_02_WSAEVENTSELECT_SERVERS_GROUPED_SERVER_H_
#define LESSONS_02_WSAEVENTSELECT_SERVERS_GROUPED_SERVER_H_

#include <list>
#include <memory>
#include <vector>

#include "02_wsaeventselect/servers/client_door.h"
#include "02_wsaeventselect/servers/echo_session.h"

namespace l02 {

/// An echo server with its clients in groups. Run() on one thread; Stop() from any.
class GroupedServer {
 public:
  /// Events that belong to one client each: the last ones that spoke.
  static constexpr std::size_t kOwnEvents = 31;
  /// Events that the other clients share.
  static constexpr std::size_t kSharedEvents = WSA_MAXIMUM_WAIT_EVENTS - 2 - kOwnEvents;

  /// Listens on `local`. Needs Winsock to be started. @throws l01::SocketError.
  explicit GroupedServer(const l01::Endpoint& local);

  /// The address it listens on.
  l01::Endpoint local() const { return door_.local(); }
  /// Serves until Stop(); may be called again then. @throws l01::SocketError if waiting fails.
  void Run();
  /// Makes Run() return soon. Any thread; also before Run().
  void Stop() { ::WSASetEvent(stop_event_.get()); }
  /// The calls of Run() so far. Only while Run() is not running.
  const CallCounts& counts() const { return counts_; }

 private:
  // The clients tied to one event. A list: a client moves from group to group without a copy.
  struct Group {
    OwnedEvent event;                 // tied to all sockets of the group
    std::list<EchoSession> sessions;  // declared last: sockets are closed before their event
    std::uint64_t last_used = 0;      // turn of the last message, for groups of one
  };

  bool Handle(std::size_t index);
  void AskGroup(Group& group);
  void AddClient(OwnedSocket socket);
  Group& SmallestSharedGroup();
  Group& LeastUsedOwnGroup();
  void Move(Group& from, std::list<EchoSession>::iterator session, Group& to);
  void GiveOwnEvent(Group& shared, std::list<EchoSession>::iterator session);

  OwnedEvent stop_event_;         // set by Stop()
  ClientDoor door_;               // where clients come in
  std::vector<Group> groups_;     // [0, kOwnEvents) for one client each, the rest shared
  std::vector<WSAEVENT> events_;  // [0] stop, [1] door, then one per group
  CallCounts counts_;             // what it cost
  std::uint64_t turn_ = 0;        // counts wake-ups, to know who spoke last
  bool stopped_ = false;          // the stop event was seen
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_SERVERS_GROUPED_SERVER_H_
