// What the command line says about the client, and what that means for a connection.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_CLIENT_ARGUMENTS_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_CLIENT_ARGUMENTS_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "04_dispatcher/loop/backend.h"
#include "05_websocket/client/options.h"

namespace l05 {

/// Options about what is printed, and how.
struct OutputArguments {
  bool nul = false;         // -0: messages end with a zero octet, in the input and in the output
  bool lengths = false;     // --output-lengths: the length of each message before it
  bool json_lines = false;  // --json-lines: one JSON object per event
  bool timestamps = false;  // --timestamps
  bool pretty = false;      // --pretty: JSON messages are indented
  bool pings = false;       // --show-pings
};

/// Options about who asks. Nothing of it is ever printed.
struct IdentityArguments {
  std::string user;                       // --user USER:PASSWORD
  std::vector<std::string> cookies;       // --cookie "a=b", may be repeated
  std::vector<std::string> header_files;  // --header-file, may be repeated
  std::string cert_file;                  // --cert: a client certificate in PEM
  std::string key_file;                   // --key: its key; empty: in the same file
};

/// Options about the way to the server.
struct RouteArguments {
  std::string proxy;                 // --proxy
  std::string no_proxy;              // --noproxy: hosts that are reached without one
  std::string unix_socket;           // --unix-socket PATH
  std::vector<std::string> resolve;  // --resolve HOST:PORT:ADDRESS, may be repeated
};

/// The options of the program, as they were typed. Zero seconds mean: never, or no limit.
struct ClientArguments {
  std::string url;                                        // where to connect
  std::vector<std::string> subprotocols;                  // --subprotocol, may be repeated
  std::vector<std::string> headers;                       // -H "Name: value", may be repeated
  std::string origin;                                     // --origin
  std::string ca_file;                                    // --ca: trusted certificates in PEM
  double ping_seconds = 0;                                // --ping: silence before a ping
  double connect_seconds = 10;                            // --connect-timeout
  double wait_seconds = 0.5;                              // --wait: silence that ends the replies
  std::uint64_t max_message = ReadLimits().max_message;   // --max-message, in octets
  std::string close;                                      // --close CODE[:REASON]
  std::vector<std::string> messages;                      // -x MESSAGE: instead of the input
  std::string message_file;                               // --message-file: one message, whole
  std::string backend = ToString(l04::DefaultBackend());  // --backend
  std::string method;                                     // --protoo METHOD; empty: lines instead
  std::string json;                                       // the data of that request; empty: {}
  IdentityArguments identity;                             // who asks
  RouteArguments route;                                   // which way

  // Switches.
  bool insecure = false;     // --insecure: trust any certificate
  bool no_compress = false;  // --no-compress: offer no extension
  bool binary = false;       // --binary: octets as they are, both ways
  bool one = false;          // -1: the first message is the last one
  bool listen_only = false;  // --listen-only: nothing is sent
  bool retry = false;        // --retry: connect again after a failure
  bool quiet = false;        // -q: not a word about a good end
  bool strict_exit = false;  // --strict-exit: 3000 and up are failures
  bool verbose = false;      // -v: handshake and frames on stderr
  OutputArguments output;    // what is printed
};

/// The end that this side asks for.
struct CloseRequest {
  std::uint16_t code = kNormalClosure;  // may travel in a Close frame
  std::string reason;                   // at most kMaxCloseReason octets of UTF-8
};

/// Reads CODE or CODE:REASON. @throws support::UsageError for what a Close frame must not carry.
CloseRequest ParseCloseRequest(std::string_view text);

/// Seconds as they are typed, 0.25 for example. @throws support::UsageError if they are negative or
/// more than a day.
std::chrono::milliseconds ParseSeconds(double seconds, std::string_view option);

/// @throws support::UsageError with the name and the reason for a file that cannot be read.
void CheckFiles(const ClientArguments& arguments);

/// All of a file, octet by octet. `option` is for the message if it cannot be read.
/// @throws support::UsageError.
std::string ReadFile(std::string_view option, const std::string& path);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_CLIENT_ARGUMENTS_H_
