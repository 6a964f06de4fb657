// `autobahn URL AGENT`: lets a fuzzing server examine this client.
//
// The Autobahn test suite made this protocol the standard one. The server says how many cases it
// has (/getCaseCount). The client connects once per case (/runCase?case=N&agent=AGENT) and echoes
// every message until the server ends the connection; what the server sends meanwhile is right,
// strange or forbidden, and it writes down how the client reacts. At the end the client asks for
// the report to be written (/updateReports?agent=AGENT).
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_AUTOBAHN_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_AUTOBAHN_H_

#include <string>

#include "05_websocket/program/client_arguments.h"

namespace l05 {

/// Runs all cases of the server at `client.url` and prints a line for each. A case whose connection
/// fails does not stop the rest; they do stop when the server cannot be reached any more.
/// Returns the exit code: 0 if every case was run, whatever the server thinks of it.
/// @throws support::UsageError for a wrong address; std::runtime_error with one line if the server
/// does not tell how many cases it has, or if a case was not run.
int RunAutobahn(const ClientArguments& client, const std::string& agent);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_AUTOBAHN_H_
