// The wrong way to use non-blocking sockets: ask, ask, ask. Lesson 01.
#ifndef LESSONS_01_BLOCKING_ECHO_BUSY_ECHO_H_
#define LESSONS_01_BLOCKING_ECHO_BUSY_ECHO_H_

#include <functional>
#include <vector>

#include "01_blocking/echo/connection.h"
#include "01_blocking/sockets/io_counts.h"

namespace l01 {

/// Echoes on all `connections` until `done`, without waiting anywhere: every turn calls recv on
/// every socket, and nearly all of these calls find nothing. It works, and it uses a whole
/// processor. Adds up the calls. Compare with EchoByPoll.
IoCounts EchoByAsking(std::vector<EchoConnection>& connections, const std::function<bool()>& done);

/// Echoes on all `connections` until `done`; waits in poll until one of them has something to do.
/// `done` is asked after each wait; the wait ends when a connection becomes ready.
IoCounts EchoByPoll(std::vector<EchoConnection>& connections, const std::function<bool()>& done);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ECHO_BUSY_ECHO_H_
