// One turn: what runs from an event of the loop until the client has nothing more to do about it.
//
// While a turn runs, sending only queues; the end of the turn sends. So all that the handlers of
// one event send shares one system call. A handler may call the client again, so turns are nested,
// and only the end of the outermost one counts.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_TURN_H_
#define LESSONS_05_WEBSOCKET_CLIENT_TURN_H_

#include "05_websocket/client/deadline.h"
#include "05_websocket/client/life.h"

namespace l05 {

/// Counts the turns of one client, and tells it when the outermost one ends. The loop's thread.
class Turn {
 public:
  /// Whose turns they are.
  class Owner {
   public:
    /// The outermost turn ends: send. Returns true if another turn is needed soon. May destroy the
    /// turn's object.
    virtual bool OnTurnEnd() = 0;

   protected:
    ~Owner() = default;
  };

  /// Both must outlive this object.
  Turn(Timers& timers, Owner& owner) : owner_(owner), soon_(timers) {}

  /// Runs `work` as a turn. It may destroy this object. What it throws passes through, and what it
  /// had queued is sent soon.
  template <typename Work>
  void Run(const Work& work) {
    const Life::Watch here(life_);
    bool again = false;
    ++depth_;
    try {
      work();
      if (here.alive() && depth_ == 1) again = End();
    } catch (...) {
      if (here.alive()) Leave(/*again=*/true);
      throw;
    }
    if (here.alive()) Leave(again);
  }

  /// Nothing but the end of a turn, now: the socket can take more of what waits.
  void Now() {
    Run([] {});
  }
  /// The same soon. Inside a turn its end does it; outside, a timer that is due at once. So also
  /// what is sent in a row outside of handlers shares one system call.
  void Soon() {
    if (depth_ > 0 || pending_) return;
    pending_ = true;
    soon_.Soon([this] { Now(); });
  }
  /// No turn is needed any more: the connection is gone.
  void Cancel() {
    pending_ = false;
    soon_.Cancel();
  }

 private:
  bool End() {
    pending_ = false;
    return owner_.OnTurnEnd();
  }
  void Leave(bool again) {
    --depth_;
    if (again) Soon();
  }

  Owner& owner_;          // told at the end
  int depth_ = 0;         // turns that run, one inside the other
  bool pending_ = false;  // soon_ waits
  Deadline soon_;         // begins a turn outside of all handlers
  Life life_;             // ends when a handler destroys this object
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_TURN_H_
