// A small fuzzing server that speaks the protocol of the Autobahn test suite: /getCaseCount,
// /runCase?case=N&agent=A, /updateReports?agent=A. It plays its cases over raw frames and judges
// what the client does, on the wire and to the octet.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_FUZZING_SERVER_H_
#define TESTS_05_WEBSOCKET_SUPPORT_FUZZING_SERVER_H_

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "tests/05_websocket/support/scripted_server.h"

namespace ws_test {

/// One case: how the server behaves, and what the client must do.
struct FuzzingCase {
  std::string id;          // numbered like Autobahn's case of the same kind
  std::string extensions;  // Sec-WebSocket-Extensions of the 101, if the client offered it
  std::function<std::string(Conversation&)> play;  // returns what was wrong, or an empty string
};

/// The cases without compression.
std::vector<FuzzingCase> FramingCases();
/// The cases of permessage-deflate.
std::vector<FuzzingCase> CompressionCases();

/// What the server thinks of a client in one case.
struct Verdict {
  std::string id;       // of the case
  std::string agent;    // the client's name
  std::string problem;  // empty: OK
};

/// Plays its cases in the order in which the client asks for them.
class FuzzingServer {
 public:
  explicit FuzzingServer(std::vector<FuzzingCase> cases);

  /// Where the client starts.
  std::string Url() const { return server_.Url(""); }
  /// All verdicts so far.
  std::vector<Verdict> verdicts() const;
  /// The agent that asked for its report; empty if none did.
  std::string reported() const;
  /// Waits until the client has made all its connections. Returns what went wrong in the server.
  std::string Join() { return server_.Join(); }

 private:
  void Serve(Conversation& client);
  void RunCase(Conversation& client, const std::string& request);

  const std::vector<FuzzingCase> cases_;  // numbered from 1
  mutable std::mutex mutex_;              // guards the two below
  std::vector<Verdict> verdicts_;         // in order of play
  std::string reported_;                  // who asked for its report
  ScriptedServer server_;                 // declared last: its thread uses all of the above
};

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_FUZZING_SERVER_H_
