// What the command line adds to the request: headers, cookies, and who asks.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_REQUEST_ARGUMENTS_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_REQUEST_ARGUMENTS_H_

#include "05_websocket/handshake/request.h"
#include "05_websocket/program/client_arguments.h"

namespace l05 {

/// The caller's part of the request. @throws support::UsageError for what is no header field, or a
/// file that cannot be read.
HandshakeOptions HandshakeFor(const ClientArguments& arguments);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_REQUEST_ARGUMENTS_H_
