// What the line client was asked to do, read from its arguments. Nothing of it changes later.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_LINE_TASK_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_LINE_TASK_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "05_websocket/program/client_arguments.h"
#include "05_websocket/program/console.h"
#include "05_websocket/program/line_source.h"

namespace l05 {

/// The arguments and what they mean.
struct LineTask {
  /// Reads the files that the arguments name: a name that was typed wrong is a mistake, and no
  /// failure of a connection. @throws support::UsageError for arguments that cannot be meant.
  explicit LineTask(const ClientArguments& given);

  /// Whether lines are typed, and not piped.
  bool IsTyped() const;
  /// How the input is cut into messages.
  LineSource::Cut Cut() const;
  /// How messages are printed at a terminal or in a pipe, unless it is JSON.
  Appearance Look() const;

  const ClientArguments arguments;          // as they were given
  ClientOptions options;                    // how to connect
  const std::optional<CloseRequest> close;  // --close, if given
  const std::vector<std::string> messages;  // -x, or a file: instead of the input
  const std::chrono::milliseconds wait;     // silence after which the replies are over
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_LINE_TASK_H_
