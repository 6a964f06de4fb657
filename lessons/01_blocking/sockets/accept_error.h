// Why accept failed, and what to do about it: one table for all servers of the course. Lesson 01.
//
// accept fails for reasons of four kinds, and each asks for another reaction. A server that treats
// them alike can be stopped by any client that leaves at the right moment, or spins at 100 % when
// it has no descriptor left.
#ifndef LESSONS_01_BLOCKING_SOCKETS_ACCEPT_ERROR_H_
#define LESSONS_01_BLOCKING_SOCKETS_ACCEPT_ERROR_H_

namespace l01 {

/// What a failed accept is about.
enum class AcceptError {
  kNobodyWaits,     ///< non-blocking listener: wait until a client comes
  kClientGone,      ///< that client left, or its network is in trouble: accept the next one
  kOutOfResources,  ///< the process or the system has no descriptor or memory: pause, then go on
  kBroken,          ///< the listener itself is wrong: trying again does not mend it
};

/// Looks up the error code of a failed accept. "Interrupted" is not in the table: simply call again
/// (IsInterrupted).
AcceptError ClassifyAcceptError(int code) noexcept;

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_ACCEPT_ERROR_H_
