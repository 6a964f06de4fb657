// Who may begin, who must answer, and what is a good end.
#include "05_websocket/client/closing.h"

#include <utility>

#include "05_websocket/frames/close_code.h"
#include "05_websocket/frames/visible_text.h"

namespace l05 {

void Closing::Reset(std::string where, std::chrono::milliseconds limit) {
  where_ = std::move(where);
  limit_ = limit;
  close_ = Steps();
  talked_ = 0;
  outcome_ = CloseInfo();
}

// [close frames]
void Closing::ByUs(std::uint16_t code, std::string_view reason) {
  SayClose(code, reason);
  StartDeadline();
}

// The server's wish, or its answer to ours. Both ends may have sent theirs at the same time; then
// ours is queued or sent already, and SayClose does nothing.
void Closing::ByServer(std::string_view payload) {
  const ClosePayload close = ParseClosePayload(payload);
  if (close.problem != nullptr) return ByViolation({close.code, close.problem});
  close_.received = true;
  outcome_.code = close.code;
  outcome_.reason = close.reason;
  events_.OnInputOver();
  // The answer repeats the code (RFC 6455 §5.5.1) and follows the messages that wait.
  SayClose(close.code, {});
  StartDeadline();  // the server closes TCP now
}

// A Close frame that names the reason, after what was queued before, and then the end of our
// direction. Nothing the server sends is answered any more. If our Close had left already it said
// something else; the user gets the violation.
void Closing::ByViolation(const Violation& violation) {
  close_.failed = true;
  outcome_.code = violation.code;
  outcome_.reason = violation.what;
  outcome_.what = "failed the connection to " + where_ + " with " + std::to_string(violation.code) +
                  ": " + violation.what;
  events_.OnInputOver();
  SayClose(violation.code, violation.what);
  if (close_.sent) sending_.ShutdownSend();  // else OnSent does it, unless the send fails
  StartDeadline();
}

// One Close frame per connection. A second one would be data behind the end (RFC 6455 §5.5.1).
void Closing::SayClose(std::uint16_t code, std::string_view reason) {
  if (std::exchange(close_.queued, true)) return;
  sending_.CloseFrame(code, reason);
  events_.OnClosing();
}
// [close frames]

// Octets leave: the deadline starts anew, so that a long queue towards a slow server is not cut
// off. Answers to pings still follow our Close frame (RFC 6455 §5.5.2), and they are no progress: a
// server that pings on, and never answers the Close frame, would keep us for ever.
void Closing::OnSent(bool all) {
  if (close_.sent) return;
  StartDeadline();
  if (!all) return;
  close_.sent = true;
  close_.end = before_.delivery.acknowledged + before_.delivery.unacknowledged;
  // After a failure nothing more is expected of the server: end our direction. Closing the socket
  // now could destroy our Close frame, because TCP answers data that nobody reads with a reset.
  if (close_.failed) sending_.ShutdownSend();
}

void Closing::StartDeadline() {
  before_ = events_.MadeProgress();
  deadline_.Start(limit_, [this] { OnDeadline(); });
}

// [deadline]
void Closing::OnDeadline() {
  if (MayWaitOn(before_, events_.MadeProgress())) return StartDeadline();
  // The server should close TCP first (RFC 6455 §7.1.1), but after its Close frame, or after it
  // broke a rule, there is nothing left to lose.
  if (close_.received || close_.failed) return Finish();
  Drop(close_.broken ? "sending to " + where_ + " failed, and the connection did not end"
                     : "no Close frame from " + where_ + " within " + TimeText(limit_));
}

// What has moved since the deadline was started?
bool Closing::MayWaitOn(const Progress& before, const Progress& now) {
  const bool heard = close_.sent && before.delivery.acknowledged >= close_.end;
  if (!heard && Delivered(before.delivery, now.delivery)) return true;  // our Close is on its way
  if (close_.received || close_.failed) return false;  // what it says counts no more
  if (before.paused || now.paused) return true;        // we do not read: it may have answered
  if (before.received == now.received) return false;   // silence
  ++talked_;                                           // it talks instead of answering,
  return talked_ < kMostTalk;                          // which may not go on for ever
}
// [deadline]

// [tcp end]
// Whether TCP's end is good or bad depends on what was said before.
void Closing::OnTcpEnd(const std::string& reason, bool inside_message) {
  // Expected: after a broken rule we wait for nothing else, and after the server's Close frame even
  // a reset, or TLS without its close_notify, only means that the server was in a hurry: its Close
  // frame has told us already that nothing is missing.
  if (close_.failed || close_.received) return Finish();
  Drop("connection to " + where_ + ": " + reason +
       (inside_message ? " in the middle of a message" : " without a Close frame"));
}
// [tcp end]

// 1006 is the code for such reports; it never travels (RFC 6455 §7.1.5).
void Closing::Drop(std::string what) {
  outcome_.code = kAbnormalClosure;
  outcome_.reason.clear();
  outcome_.what = std::move(what);
  Finish();
}

void Closing::DropSoon(const std::string& what) {
  deadline_.Soon([this, what] { Drop(what); });
}

void Closing::Finish() {
  // A server may reset TCP right after its Close frame. It has said all it had to say, and our
  // answer, which nobody waits for any more, has no way to it.
  outcome_.clean = close_.received && (close_.sent || close_.broken);
  outcome_.unsent = sending_.unsent();
  if (outcome_.what.empty()) {
    outcome_.what = "closed with " + std::to_string(outcome_.code) + " (" +
                    std::string(CloseCodeName(outcome_.code)) + ")";
    if (!outcome_.reason.empty()) outcome_.what += ": " + VisibleText(outcome_.reason);
  }
  events_.OnClosed();  // may destroy this object: nothing may follow
}

}  // namespace l05
