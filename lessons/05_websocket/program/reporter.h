// Who tells the user what happens on a connection: a console for people and pipes, or JSON lines
// for programs. The line client knows this face only.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_REPORTER_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_REPORTER_H_

#include <string>
#include <string_view>

#include "05_websocket/client/options.h"
#include "05_websocket/frames/frame.h"

namespace l05 {

/// What is worth saying about a connection that stands.
struct Connected {
  std::string url;          // without user name and password
  std::string subprotocol;  // chosen by the server, or empty
  bool compressed = false;  // permessage-deflate
};

/// Takes events and writes standard output. Belongs to the loop's thread.
class Reporter {
 public:
  virtual ~Reporter() = default;

  /// The connection stands.
  virtual void OnConnected(const Connected& connected) = 0;
  /// A message came, kText or kBinary.
  virtual void OnMessage(Opcode opcode, std::string_view payload) = 0;
  /// A ping or a pong came.
  virtual void OnControl(Opcode opcode, std::string_view payload) = 0;
  /// The connection is over, whether it stood before or not.
  virtual void OnEnd(const CloseInfo& /*info*/) {}
  /// The program will fail for this reason.
  virtual void OnFailure(const std::string& /*what*/) {}

  /// Invites the next line, where a person types.
  virtual void Prompt() {}
  /// Leaves the line of the prompt, if there is one.
  virtual void EndPrompt() {}
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_REPORTER_H_
