// Errors that a network program meets first, each caused for real by the smallest program that gets
// it. Lesson 01.
#ifndef LESSONS_01_BLOCKING_ERRORS_CAUSES_H_
#define LESSONS_01_BLOCKING_ERRORS_CAUSES_H_

#include <vector>

#include "01_blocking/errors/names.h"

namespace l01 {

/// One way to get an error.
struct Cause {
  Fault fault;        // what comes of it
  const char* call;   // the call that fails
  const char* cause;  // what leads to it
  const char* cure;   // what a program or its user does about it
  int (*provoke)();  // does it, and returns the error code; 0: no error came. May throw SocketError
};

/// All of them that this system knows.
std::vector<Cause> AllCauses();

/// Those that only this system knows: signals and the limit of descriptors, on POSIX.
std::vector<Cause> CausesOfThisSystem();

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ERRORS_CAUSES_H_
