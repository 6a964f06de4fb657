// The model behind WSAEventSelect, drawn from a run: per socket there are two sets of events, the
// record (what the next enumeration returns) and the latch (what cannot be recorded again yet).
// Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_MODEL_RECORD_MODEL_H_
#define LESSONS_02_WSAEVENTSELECT_MODEL_RECORD_MODEL_H_

#include <string>

#include "02_wsaeventselect/winsock.h"

namespace l02 {

/// "FD_READ|FD_WRITE" for a set of FD_ bits; "-" for none.
std::string EventNames(long events);

/// Plays a conversation step by step and prints, after each step, what is recorded and what is
/// latched. Windows keeps both to itself: there only what the enumerations return is printed.
/// Returns the exit code: 1 if an enumeration returned something else than the model says.
int ShowRecordModel();

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_MODEL_RECORD_MODEL_H_
