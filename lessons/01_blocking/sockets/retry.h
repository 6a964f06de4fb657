// Calling again when a signal came. Lesson 01.
#ifndef LESSONS_01_BLOCKING_SOCKETS_RETRY_H_
#define LESSONS_01_BLOCKING_SOCKETS_RETRY_H_

#include "01_blocking/sockets/native.h"

namespace l01 {

/// Calls again when a signal interrupted the call before it moved anything (man 7 signal). Without
/// this, a debugger or a timer signal looks like a broken connection.
// [retry-interrupted]
template <typename Call>
auto RetryInterrupted(Call call) {
  auto result = call();
  while (result == static_cast<decltype(result)>(-1) && IsInterrupted(LastSocketError())) {
    result = call();
  }
  return result;
}
// [retry-interrupted]

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_RETRY_H_
