// The heart of the emulation: what has happened on one socket, and what may happen again.
//
// Two sets of bits, not one. `recorded` is what WSAEnumNetworkEvents will return. `latched` is what
// has been recorded since the last call that re-enables it (recv, accept, a failing send).
// Enumerating clears only the first: that is why FD_WRITE stays silent after it has been consumed,
// although the socket is still writable. One set for both would report it again and again.
//
// Pure logic: no socket, no lock, no system call. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_RECORD_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_RECORD_H_

#include <array>
#include <cstddef>

#include "02_wsaeventselect/emulation/codes.h"

namespace l02 {

/// The network events of one socket.
class NetworkRecord {
 public:
  /// Notes that event number `bit` happened. Returns false if it is latched: it has been recorded
  /// before and nobody has called the function that re-enables it.
  bool Post(int bit, int error) {
    const long event = 1L << bit;
    if ((latched_ & event) != 0) return false;
    recorded_ |= event;
    latched_ |= event;
    errors_[static_cast<std::size_t>(bit)] = error;
    return true;
  }

  /// Removes the recorded events in `mask` and returns them. They stay latched. Writes the code of
  /// each returned event to `errors` and leaves the other elements alone.
  long Take(long mask, int* errors) {
    const long taken = recorded_ & mask;
    recorded_ &= ~mask;
    for (int bit = 0; bit < FD_MAX_EVENTS; ++bit) {
      if ((taken & (1L << bit)) != 0) errors[bit] = errors_[static_cast<std::size_t>(bit)];
    }
    return taken;
  }

  /// Forgets `events` altogether. The caller looks at the socket next: what still holds is posted
  /// again, which makes FD_READ and FD_ACCEPT behave as if they were level-triggered.
  void Unlatch(long events) {
    recorded_ &= ~events;
    latched_ &= ~events;
  }

  /// What an enumeration with a full mask would return.
  long recorded() const { return recorded_; }
  /// What cannot be posted until it is re-enabled.
  long latched() const { return latched_; }

 private:
  long recorded_ = 0;                           // happened, not enumerated yet
  long latched_ = 0;                            // happened, not re-enabled yet
  std::array<int, FD_MAX_EVENTS> errors_ = {};  // the code of each recorded event
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_RECORD_H_
