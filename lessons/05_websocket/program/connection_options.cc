// One number of the command line may be several of the client's.
#include "05_websocket/program/connection_options.h"

#include "05_websocket/program/request_arguments.h"
#include "05_websocket/program/route_arguments.h"
#include "support/command_line.h"
#include "support/standard_streams.h"

namespace l05 {
namespace {

using support::UsageError;

void SetLimits(const ClientArguments& arguments, ClientOptions* options) {
  if (arguments.max_message == 0) throw UsageError("--max-message must be at least 1");
  // One number for a person. A frame cannot be larger than its message, and a compressed message
  // counts by what it becomes.
  options->limits.max_frame = arguments.max_message;
  options->limits.max_message = arguments.max_message;
  options->limits.max_inflated = arguments.max_message;
}

void SetDeadlines(const ClientArguments& arguments, ClientOptions* options) {
  // A server that accepts the connection and then says nothing is as useless as one that does not
  // answer at all, so both waits have this limit.
  options->deadlines.connect = ParseSeconds(arguments.connect_seconds, "--connect-timeout");
  options->deadlines.handshake = options->deadlines.connect;
  options->deadlines.idle_ping = ParseSeconds(arguments.ping_seconds, "--ping");
}

}  // namespace

ClientOptions OptionsFor(const ClientArguments& arguments) {
  ClientOptions options;
  options.handshake = HandshakeFor(arguments);
  options.compress = !arguments.no_compress;
  options.tls.verify = !arguments.insecure;
  options.tls.ca_file = arguments.ca_file;
  options.tls.cert_file = arguments.identity.cert_file;
  options.tls.key_file = arguments.identity.key_file;
  options.route = RouteFor(arguments);
  SetLimits(arguments, &options);
  SetDeadlines(arguments, &options);
  if (arguments.verbose) {
    options.log = [](const std::string& line) { support::WriteStandardError(line + '\n'); };
  }
  return options;
}

}  // namespace l05
