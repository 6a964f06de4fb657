// From the command line to the options of a connection.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_CONNECTION_OPTIONS_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_CONNECTION_OPTIONS_H_

#include "05_websocket/client/options.h"
#include "05_websocket/program/client_arguments.h"

namespace l05 {

/// The options of a connection. @throws support::UsageError for what cannot be meant.
ClientOptions OptionsFor(const ClientArguments& arguments);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_CONNECTION_OPTIONS_H_
