// Which readiness model stands under the loop. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_LOOP_BACKEND_H_
#define LESSONS_04_DISPATCHER_LOOP_BACKEND_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "04_dispatcher/loop/demultiplexer.h"
#include "04_dispatcher/loop/socket_calls.h"

namespace l04 {

/// The readiness models of lessons 03 and 02.
enum class BackendKind {
  kEpoll,  ///< epoll, Linux only
  kWsa,    ///< WSAEventSelect: Winsock on Windows, the emulation of lesson 02 elsewhere
};

/// The parts that differ between the models.
struct Backend {
  std::unique_ptr<SocketCalls> calls;            // how to make and use a socket
  std::unique_ptr<Demultiplexer> demultiplexer;  // how to wait for many
};

/// Over how many event objects WSAEventSelect's sockets are spread, if nobody says otherwise: one
/// wait takes 64, and one of them is the wake-up.
inline constexpr std::size_t kMostGroups = 63;

/// Makes the parts. `groups`, 1…kMostGroups, is for WSAEventSelect only; 1 is WebRTC's way, one
/// event for all sockets. @throws std::invalid_argument if this build has no such backend.
Backend MakeBackend(BackendKind kind, std::size_t groups = kMostGroups);

/// The backends of this build: epoll and wsa on Linux, wsa on Windows.
std::vector<BackendKind> AvailableBackends();

/// Their names.
std::vector<std::string> BackendNames();

/// The natural choice: epoll on Linux, wsa on Windows.
BackendKind DefaultBackend();

/// "epoll" or "wsa".
std::string ToString(BackendKind kind);

/// The reverse of ToString. @throws std::invalid_argument for any other text.
BackendKind BackendFromString(std::string_view name);

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_BACKEND_H_
