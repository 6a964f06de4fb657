// What the end of a connection means for the exit code, and how it is told.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_END_TEXT_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_END_TEXT_H_

#include <string>

#include "05_websocket/client/options.h"

namespace l05 {

/// Whether a connection that ended so served its purpose: exit code 0.
bool IsGoodEnd(const CloseInfo& info);

/// How it ended, as one line for a person: what happened, and what a server that refused says.
std::string EndText(const CloseInfo& info);

/// Whether its code says so even to who does not know the application: 1000, 1001, or none.
bool IsStrictlyGoodEnd(const CloseInfo& info);

/// 0 after a good end. @throws std::runtime_error with one line after any other.
int ExitCodeFor(const CloseInfo& info);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_END_TEXT_H_
