// `autobahn URL AGENT`: lets a fuzzing server examine this client.
//
// The Autobahn test suite made this protocol the standard one. The server says how many cases it
// has (/getCaseCount). The client connects once per case (/runCase?case=N&agent=AGENT) and echoes
// every message until the server ends the connection; what the server sends meanwhile is right,
// strange or forbidden, and it writes down how the client reacts. At the end the client asks for
// the report to be written (/updateReports?agent=AGENT).
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_AUTOBAHN_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_AUTOBAHN_H_

#include <chrono>
#include <string>

#include "05_websocket/program/client_arguments.h"

namespace l05 {

/// How long to wait for a server that says nothing.
struct AutobahnPatience {
  /// Servers end their cases themselves, the slowest after about 100 s of work, during which they
  /// do not even answer a handshake. Silence for longer means that this one does not.
  std::chrono::milliseconds silence = std::chrono::seconds(120);
  /// For the case behind one that ended in silence. If it is silent too, the rest is not tried:
  /// with the first silence this is the longest that a frozen server keeps us.
  std::chrono::milliseconds second_look = std::chrono::seconds(15);
  /// Hundreds of pages are written before the last request is answered.
  std::chrono::milliseconds report = std::chrono::seconds(600);
};

/// Runs all cases of the server at `client.url` and prints a line for each. A case whose connection
/// fails does not stop the rest; they do stop when the server cannot be reached any more.
/// Returns the exit code: 0 if every case was run, whatever the server thinks of it.
/// @throws support::UsageError for a wrong address; std::runtime_error with one line if the server
/// does not tell how many cases it has, if a case was not run, or if the report was not written.
int RunAutobahn(const ClientArguments& client, const std::string& agent,
                const AutobahnPatience& patience = {});

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_AUTOBAHN_H_
