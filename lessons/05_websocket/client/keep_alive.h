// Is anybody there? A ping after a time of silence; silence after the ping means: nobody.
//
// TCP alone would not notice. A peer that lost its power sends nothing, not even a reset, and a
// connection on which we only receive waits for ever. RFC 6455 §5.5.2 names pings for this.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_KEEP_ALIVE_H_
#define LESSONS_05_WEBSOCKET_CLIENT_KEEP_ALIVE_H_

#include <chrono>

#include "05_websocket/client/deadline.h"
#include "05_websocket/client/delivery.h"
#include "05_websocket/client/read_gate.h"

namespace l05 {

/// Watches one open connection for silence. Belongs to the loop's thread.
class KeepAlive {
 public:
  /// Who pings, and who ends.
  class Events {
   public:
    /// Nothing has come for a whole interval: send a ping. Returns false if none can be sent.
    virtual bool OnSilence() = 0;
    /// Nor has anything come since that ping. May destroy the KeepAlive.
    virtual void OnNobodyThere() = 0;
    /// How far the server has got with what we sent.
    virtual Delivery GetDelivery() const { return {}; }

   protected:
    ~Events() = default;
  };

  /// All of it must outlive this object.
  KeepAlive(Timers& timers, const ReadGate& gate, Events& events)
      : gate_(gate), events_(events), tick_(timers) {}

  /// The connection is open. Looks for silence every `interval`; 0: never.
  void Start(std::chrono::milliseconds interval);
  /// Something arrived, whatever it is.
  void OnOctets() {
    heard_ = true;
    unanswered_ = false;
  }
  /// The connection is gone.
  void Stop() { tick_.Cancel(); }

 private:
  void OnTick();

  const ReadGate& gate_;                  // closed: silence is our own doing
  Events& events_;                        // who pings, and who ends
  std::chrono::milliseconds interval_{};  // between two ticks
  bool heard_ = false;                    // something arrived since the last tick
  bool unanswered_ = false;               // a ping was sent, and nothing arrived since
  Delivery before_;                       // as it was at the last tick
  Deadline tick_;                         // the next look
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_KEEP_ALIVE_H_
