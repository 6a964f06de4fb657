// From standard input to messages, and an account of it: every line is sent, or counted as not
// sent.
//
// A script that pipes a file into this program looks at the exit code only. A line that is dropped
// without a word, because it is no UTF-8 or because the server left early, would never be missed.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_LINE_FEED_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_LINE_FEED_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "05_websocket/client/websocket_client.h"
#include "05_websocket/program/line_source.h"

namespace l05 {

/// What a LineFeed makes of its input.
struct FeedOptions {
  bool binary = false;                                // binary messages instead of text
  LineSource::Cut cut = LineSource::Cut::kLines;      // where a message ends
  std::function<bool(const std::string&)> obey = {};  // takes a line that is no message: true
};

/// Feeds one client, also after it was opened again. Belongs to the loop's thread.
class LineFeed {
 public:
  /// `client` must outlive this object.
  LineFeed(WebSocketClient& client, FeedOptions options)
      : client_(client), options_(std::move(options)) {}

  /// Starts to read standard input; once. `available` runs on another thread when Pump has work.
  void Start(std::function<void()> available);
  /// Takes these lines instead of standard input.
  void Start(const std::vector<std::string>& lines) { source_.emplace(lines); }
  /// Takes what a person types at a terminal: Push brings it.
  void StartTyped() { source_.emplace(); }
  /// A typed line. Returns false if enough of them wait.
  bool Push(std::string line) { return source_->Push(std::move(line)); }
  /// Nothing more will be typed.
  void PushEnd() { source_->PushEnd(); }
  /// Whether it was started: before, the input was not touched.
  bool started() const { return source_.has_value(); }

  /// Sends lines until none waits or the client takes no more, and calls `sent` after each. After
  /// GiveUp it counts them instead.
  void Pump(const std::function<void()>& sent);
  /// The connection is over: what it took and did not send is lost.
  void OnClosed(const CloseInfo& info) { lost_ += info.unsent; }
  /// No connection will come any more.
  void GiveUp() { given_up_ = true; }
  /// True if the input has ended and every line was taken or counted.
  bool Ended() const { return source_ && source_->Ended(); }
  /// Lines read so far.
  std::size_t lines() const { return lines_; }

  /// What is to be said about lines that were not sent, or about an input that could not be read;
  /// empty if everything was sent.
  std::string Problem() const;

 private:
  bool Send(const std::string& line);
  bool SendMessage(const std::string& message);
  void Count();

  WebSocketClient& client_;           // takes the lines
  const FeedOptions options_;         // what to make of the lines
  std::optional<LineSource> source_;  // standard input
  bool given_up_ = false;             // nobody takes lines any more
  std::size_t lines_ = 0;             // read: sent, refused for good, or left over
  std::size_t not_utf8_ = 0;          // could not be text messages
  std::size_t lost_ = 0;              // taken by a connection that ended before they left
  std::size_t left_over_ = 0;         // came when there was no connection any more
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_LINE_FEED_H_
