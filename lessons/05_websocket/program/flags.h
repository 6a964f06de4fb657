// The options of the client on its command line. Help, manual page and completion are made from
// them.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_FLAGS_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_FLAGS_H_

#include "05_websocket/program/client_arguments.h"

namespace CLI {
class App;
}

namespace l05 {

/// Adds the options in their groups. `arguments` must outlive the parser.
void AddClientFlags(CLI::App* app, ClientArguments* arguments);

/// What stands below the options in --help and in the manual page: examples and exit codes.
const char* HelpFooter();

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_FLAGS_H_
