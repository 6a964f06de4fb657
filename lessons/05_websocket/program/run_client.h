// The program `05_websocket`: which of its parts the command line asks for.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_RUN_CLIENT_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_RUN_CLIENT_H_

#include "05_websocket/program/client_arguments.h"

namespace l05 {

/// Runs the client until the end of the connection: lines, or one protoo request. Returns the exit
/// code.
/// @throws support::UsageError for a wrong address, option or JSON; std::runtime_error with one
/// line for a connection that failed or ended badly.
int RunClient(const ClientArguments& arguments);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_RUN_CLIENT_H_
