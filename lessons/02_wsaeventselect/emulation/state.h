// What the emulation knows as a whole: handles, start-up count, profile, and the one lock.
//
// One lock for everything keeps the emulation easy to get right: no call waits while it holds the
// lock. A real kernel has one lock per socket. The state is process-wide because Winsock's is: a
// handle means the same in every part of a program. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_STATE_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_STATE_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

#include "02_wsaeventselect/emulation/event.h"
#include "02_wsaeventselect/emulation/socket.h"
#include "02_wsaeventselect/emulation/winsock_profile.h"

namespace l02 {

/// Gives events and sockets their handles. A closed handle's value is used again soon, as on
/// Windows: code that keeps an old handle may find a stranger behind it.
class HandleTable {
 public:
  std::uintptr_t Add(std::shared_ptr<EmulatedEvent> event) { return Store(std::move(event)); }
  std::uintptr_t Add(std::shared_ptr<EmulatedSocket> socket) { return Store(std::move(socket)); }
  /// Null if the handle is not that of an event.
  std::shared_ptr<EmulatedEvent> FindEvent(std::uintptr_t handle) const;
  /// Null if the handle is not that of a socket.
  std::shared_ptr<EmulatedSocket> FindSocket(std::uintptr_t handle) const;
  /// Frees a handle that FindEvent or FindSocket knows.
  void Remove(std::uintptr_t handle);
  /// The handles of all sockets.
  std::vector<std::uintptr_t> Sockets() const;

 private:
  using Object =
      std::variant<std::monostate, std::shared_ptr<EmulatedEvent>, std::shared_ptr<EmulatedSocket>>;

  std::uintptr_t Store(Object object);
  const Object* Find(std::uintptr_t handle) const;

  std::vector<Object> objects_;    // handle = 4 * (index + 1), multiples of four as on Windows
  std::vector<std::size_t> free_;  // indexes to use again, the latest first
};

/// Everything that is process-wide. Hold `mutex` while you touch the rest.
struct EmulationState {
  std::mutex mutex;     // guards everything below, and every event and socket
  HandleTable handles;  // what the application holds
  int startups = 0;     // WSAStartup calls without their WSACleanup
  Profile profile;      // what to do where the real ones part
  std::vector<std::shared_ptr<EmulatedSocket>> unsent;  // with a backlog, open or closed
};

/// The state of this process. It is never destroyed: threads may outlive main().
EmulationState& TheEmulation();

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_STATE_H_
