// The world a test runs in: the emulation, Wine or Windows. Which behaviour to expect where these
// part, and what only one of them can show.
#ifndef TESTS_02_WSAEVENTSELECT_SUPPORT_WORLD_H_
#define TESTS_02_WSAEVENTSELECT_SUPPORT_WORLD_H_

#include <functional>
#include <vector>

#include "02_wsaeventselect/emulation/winsock_profile.h"
#include "02_wsaeventselect/winsock.h"

namespace l02_test {

/// The profile this world obeys when a test starts. On Windows it is chosen by behaviour, once.
const l02::Profile& WorldProfile();

/// The profiles that this world can obey: all of them in the emulation, its own one elsewhere.
std::vector<l02::Profile> AvailableProfiles();

/// Makes the emulation obey `profile`. Elsewhere there is only one to choose.
void UseProfile(const l02::Profile& profile);

/// Runs a check once in each available profile and then returns to the world's own.
void ForEachProfile(const std::function<void(const l02::Profile&)>& check);

/// True under Wine, which is Windows in all but its faults.
bool RunsUnderWine();

/// The record behind a socket. Windows does not show it.
struct Inspection {
  bool possible = false;  // false: this world cannot tell
  long mask = 0;          // FD_ bits
  long recorded = 0;      // FD_ bits
  long latched = 0;       // FD_ bits
};
Inspection Inspect(SOCKET socket);

/// While one of these lives, the process cannot get another descriptor, where that can be arranged.
class NoMoreHandles {
 public:
  NoMoreHandles();
  ~NoMoreHandles();
  NoMoreHandles(const NoMoreHandles&) = delete;
  NoMoreHandles& operator=(const NoMoreHandles&) = delete;
  /// False where a process has no such limit.
  static bool IsPossible();

 private:
  unsigned long limit_ = 0;  // to be restored
};

}  // namespace l02_test

#endif  // TESTS_02_WSAEVENTSELECT_SUPPORT_WORLD_H_
