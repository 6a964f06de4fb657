// Which way to the server: what --proxy, --resolve and --unix-socket say, and what the environment
// says if they do not.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_ROUTE_ARGUMENTS_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_ROUTE_ARGUMENTS_H_

#include "05_websocket/client/route.h"
#include "05_websocket/program/client_arguments.h"

namespace l05 {

/// The way. @throws support::UsageError for a proxy or an address that cannot be meant.
Route RouteFor(const ClientArguments& arguments);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_ROUTE_ARGUMENTS_H_
