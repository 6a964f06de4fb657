// Standard output for programs: each event of the connection is one JSON object in one line.
//
//   {"event":"opened","time":…,"url":…,"subprotocol":…,"compressed":…}
//   {"event":"message","time":…,"type":"text","text":…}
//   {"event":"message","time":…,"type":"binary","base64":…}
//   {"event":"ping","time":…,"base64":…}      and "pong"
//   {"event":"closed","time":…,"code":…,"reason":…,"clean":…,"what":…}
//   {"event":"error","time":…,"what":…}
//
// Contract: members are only ever added, never renamed, and their order stays. "what" is a sentence
// for people and may change. Everything outside ASCII is escaped, so no terminal obeys it. A
// connection that never stood has no "closed", only an "error".
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_JSON_LINES_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_JSON_LINES_H_

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "05_websocket/program/reporter.h"

namespace l05 {

/// Writes the lines.
class JsonLines final : public Reporter {
 public:
  /// Where the text goes.
  using Sink = std::function<void(std::string_view)>;
  /// What time it is.
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  /// `write` gets one whole line at a time.
  explicit JsonLines(Sink write, Clock now = std::chrono::system_clock::now)
      : write_(std::move(write)), now_(std::move(now)) {}

  void OnConnected(const Connected& connected) override;
  void OnMessage(Opcode opcode, std::string_view payload) override;
  void OnControl(Opcode opcode, std::string_view payload) override;
  void OnEnd(const CloseInfo& info) override;
  void OnFailure(const std::string& what) override;

 private:
  using Object = nlohmann::ordered_json;

  Object Event(const char* name) const;
  void Write(const Object& event);

  Sink write_;         // where the text goes
  Clock now_;          // the time of an event
  bool open_ = false;  // between "opened" and "closed"
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_JSON_LINES_H_
