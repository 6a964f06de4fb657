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

/// The options of the program, as they were typed. Zero seconds mean: never, or no limit.
struct ClientArguments {
  std::string url;                                        // where to connect
  std::vector<std::string> subprotocols;                  // --subprotocol, may be repeated
  std::vector<std::string> headers;                       // -H "Name: value", may be repeated
  std::string origin;                                     // --origin
  bool insecure = false;                                  // --insecure: trust any certificate
  std::string ca_file;                                    // --ca: trusted certificates in PEM
  bool no_compress = false;                               // --no-compress: offer no extension
  double ping_seconds = 0;                                // --ping: silence before a ping
  double connect_seconds = 10;                            // --connect-timeout
  double wait_seconds = 0.5;                              // --wait: silence that ends the replies
  std::uint64_t max_message = ReadLimits().max_message;   // --max-message, in octets
  std::string close;                                      // --close CODE[:REASON]
  bool binary = false;                                    // --binary: octets as they are, both ways
  std::vector<std::string> messages;                      // -x MESSAGE: instead of the input
  bool one = false;                                       // -1: the first message is the last one
  bool listen_only = false;                               // --listen-only: nothing is sent
  bool retry = false;                                     // --retry: connect again after a failure
  std::string backend = ToString(l04::DefaultBackend());  // --backend
  std::string method;                                     // --protoo METHOD; empty: lines instead
  std::string json;                                       // the data of that request; empty: {}
  bool quiet = false;                                     // -q: not a word about a good end
  bool strict_exit = false;                               // --strict-exit: 3000 and up are failures
  bool verbose = false;                                   // -v: handshake and frames on stderr
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

/// The options of a connection. @throws support::UsageError for what cannot be meant.
ClientOptions OptionsFor(const ClientArguments& arguments);

/// @throws support::UsageError with the name and the reason for a file that cannot be read.
void CheckFiles(const ClientArguments& arguments);

/// Whether a connection that ended so served its purpose: exit code 0.
bool IsGoodEnd(const CloseInfo& info);

/// How it ended, as one line for a person: what happened, and what a server that refused says.
std::string EndText(const CloseInfo& info);

/// Whether its code says so even to who does not know the application: 1000, 1001, or none.
bool IsStrictlyGoodEnd(const CloseInfo& info);

/// 0 after a good end. @throws std::runtime_error with one line after any other.
int ExitCodeFor(const CloseInfo& info);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_CLIENT_ARGUMENTS_H_
