// How a connection ends: two Close frames, then TCP.
//
//      we want to                   the server wants to           the server broke a rule
//      ByUs: Close frame ->         <- Close frame: ByServer      ByViolation: Close frame ->
//      <- Close frame: ByServer     the same code back ->         then the end of our direction
//      <- TCP's end: OnTcpEnd       <- TCP's end: OnTcpEnd        <- TCP's end: OnTcpEnd
//
// Either may begin, and both may begin at once. What the user gets depends on what was there when
// TCP ended or the deadline passed:
//
//      the server's Close frame    its code and reason, also if it answers ours. Clean if our Close
//                                  frame has left, or if sending it failed: the server had gone
//      a broken rule               the code of the violation. Not clean
//      neither                     1006, which never travels (RFC 6455 §7.1.5). Not clean
//
// "TCP's end" is the peer's FIN or a reset, as AsyncSocket's close event tells it.
//
// The deadline runs from the first Close frame on, and from a send that failed. It measures
// silence: when it passes, we look what has moved since it was started. So silence may last almost
// two limits until somebody looks. A server with a long queue answers our Close frame last: while
// it only sends, we wait on, but the kMostTalk-th such limit is the last one. While our application
// does not read, we wait on without a bound.
//
// Closing closes no socket. In Events::OnClosed its owner does, and calls Stop().
#ifndef LESSONS_05_WEBSOCKET_CLIENT_CLOSING_H_
#define LESSONS_05_WEBSOCKET_CLIENT_CLOSING_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "05_websocket/client/deadline.h"
#include "05_websocket/client/options.h"
#include "05_websocket/client/progress.h"
#include "05_websocket/client/sending.h"
#include "05_websocket/frames/frame.h"

namespace l05 {

/// The close handshake of one client (RFC 6455 §7). Belongs to the loop's thread.
class Closing {
 public:
  /// A server that hears our Close frame may have much to say before it answers. After so many
  /// limits in which it only talked it is dropped.
  static constexpr int kMostTalk = 60;

  /// Who has to know.
  class Events {
   public:
    /// A Close frame is queued: no more messages from us.
    virtual void OnClosing() = 0;
    /// From now on read what the server sends, and throw it away, also during a pause.
    virtual void OnInputOver() = 0;
    /// What has moved so far.
    virtual Progress MadeProgress() const { return {}; }
    /// The end. Comes once; may destroy the Closing.
    virtual void OnClosed() = 0;

   protected:
    ~Events() = default;
  };

  /// All of it must outlive this object. `sending` takes the Close frames.
  Closing(Timers& timers, Sending& sending, Events& events)
      : sending_(sending), events_(events), deadline_(timers) {}

  /// A new connection begins; Stop() has ended the last one. `where` is its address, for messages
  /// to people; `limit` how long nothing may move, looked at once per limit, 0: for ever.
  void Reset(std::string where, std::chrono::milliseconds limit);

  /// The application wants to end. The code and the reason must be legal.
  void ByUs(std::uint16_t code, std::string_view reason);
  /// The server's Close frame, its answer or its wish. A payload that breaks a rule is a violation.
  void ByServer(std::string_view payload);
  /// "Fail the WebSocket connection" (RFC 6455 §7.1.7).
  void ByViolation(const Violation& violation);

  /// Octets have left while our Close frame waited, or behind it; `all`: none waits any more.
  void OnSent(bool all);
  /// A send failed: TCP's end must come now.
  void OnSendBroken() {
    close_.broken = true;
    StartDeadline();
  }
  /// TCP ended. `reason` says how, and `inside_message` whether in the middle of a message. The
  /// caller has tried once more to send what waits: our answer leaves then, or never.
  void OnTcpEnd(const std::string& reason, bool inside_message);

  /// Ends now, abnormally: code 1006, and `what` for people.
  void Drop(std::string what);
  /// The same soon, for an end that is decided inside a call of the user: no signal comes before
  /// that call has returned. Nothing else may start the deadline after it.
  void DropSoon(const std::string& what);
  /// The server answered the opening handshake, but not with a WebSocket.
  void SetAnswer(std::optional<HandshakeFailure> answer) { outcome_.handshake = std::move(answer); }

  /// Trying again would fail in the same way.
  void SetFinal(bool final) { outcome_.final = final; }

  /// How the connection ended; complete in Events::OnClosed.
  const CloseInfo& outcome() const { return outcome_; }
  /// Stops the clock.
  void Stop() { deadline_.Cancel(); }

 private:
  // How far the two Close frames have come.
  struct Steps {
    bool queued = false;    // ours is queued or sent: no data may follow it
    bool sent = false;      // ... and the system has taken all of it
    bool received = false;  // the server's was read: ignore what follows it
    bool broken = false;    // a send failed: our answer cannot reach a server that has left
    bool failed = false;    // the server broke a rule: ignore everything it still sends
    std::uint64_t end = 0;  // our Close frame has arrived when so many octets are acknowledged
  };

  void SayClose(std::uint16_t code, std::string_view reason);
  void StartDeadline();
  void OnDeadline();
  bool MayWaitOn(const Progress& before, const Progress& now);
  void Finish();

  Sending& sending_;                   // takes our Close frame
  Events& events_;                     // who has to know
  std::string where_;                  // the address
  std::chrono::milliseconds limit_{};  // how long to wait without progress
  Deadline deadline_;                  // the server must do something by then
  int talked_ = 0;                     // limits in which the server only talked
  Progress before_;                    // what had moved when the deadline was started
  Steps close_;                        // of this connection
  CloseInfo outcome_;                  // what SignalClose will say
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_CLOSING_H_
