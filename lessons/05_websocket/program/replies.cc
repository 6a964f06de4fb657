// One silence after the other, until nothing has moved in one of them.
#include "05_websocket/program/replies.h"

#include <utility>

namespace l05 {

// [wait for replies]
void Replies::AwaitTheLast(std::function<void()> over) {
  if (wait_.count() == 0) return over();
  over_ = std::move(over);
  before_ = client_.progress();
  quiet_.Start(wait_, [this] { OnQuiet(); });
}

// As long as something moves, in either direction, the conversation is not over. Only whole
// messages that come are counted: a server could go on for ever, but what we have to send comes to
// an end, and a single message too.
void Replies::OnQuiet() {
  const Progress now = client_.progress();
  const bool messages = now.received != before_.received && !client_.InsideMessage();
  if (messages) ++waits_;
  if (Moved(before_, now) && waits_ < kMaxWaits) return AwaitTheLast(std::move(over_));
  over_();
}
// [wait for replies]

}  // namespace l05
