// The program `05_websocket URL`: lines from standard input go out as messages, messages come in as
// lines on standard output; or one protoo request and its response.
#ifndef LESSONS_05_WEBSOCKET_RUN_CLIENT_H_
#define LESSONS_05_WEBSOCKET_RUN_CLIENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "05_websocket/client_options.h"

namespace l05 {

/// What the command line said.
struct ClientArguments {
  std::string url;                        // where to connect
  std::vector<std::string> subprotocols;  // --subprotocol, may be repeated
  std::string method;                     // --protoo METHOD; empty: lines instead
  std::string json;                       // the data of that request; empty: {}
  bool verbose = false;                   // -v: handshake and frames on standard error
};

/// Whether the program ends with exit code 0 after a close with this code and cleanness.
bool IsGoodEnd(const CloseInfo& info);

/// Runs the client until the end of the connection. Returns the exit code.
/// @throws support::UsageError for a wrong address, subprotocol or JSON; std::runtime_error with
/// one line for a connection that failed or ended badly.
int RunClient(const ClientArguments& arguments);

/// The embedded server as a program, until Ctrl-C. Returns the exit code.
int RunPeer(const std::string& bind, std::uint16_t port);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_RUN_CLIENT_H_
