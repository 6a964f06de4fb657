// Where the worlds differ: Linux, Windows, and Windows as Wine shows it.
#ifndef TESTS_01_BLOCKING_SUPPORT_WORLD_H_
#define TESTS_01_BLOCKING_SUPPORT_WORLD_H_

#include "01_blocking/experiments/closing.h"

namespace l01 {

/// What the end of a connection looks like that the peer has reset. Wine 8 shows it as an orderly
/// end; everybody else as an error.
Ending EndingAfterReset();

/// True if a port in TIME_WAIT can be bound without SO_REUSEADDR, as on Windows.
bool TimeWaitIsIgnored();

}  // namespace l01

#endif  // TESTS_01_BLOCKING_SUPPORT_WORLD_H_
