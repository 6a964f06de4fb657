// The gate between a socket and whoever reads from it: PauseReading closes it, ResumeReading opens.
//
// While the gate is closed nobody calls Recv. The system's buffer fills up, TCP's window closes,
// and the server has to wait: this is back-pressure. Without it a fast server fills the memory of a
// slow application. What happened meanwhile is told afterwards, in the order in which it happened.
// A reset is told at once by the socket, which still holds what had come before it: the end waits
// here until that was read, a Close frame among it.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_READ_GATE_H_
#define LESSONS_05_WEBSOCKET_CLIENT_READ_GATE_H_

#include <optional>

#include "04_dispatcher/loop/async_socket.h"
#include "05_websocket/client/deadline.h"
#include "05_websocket/client/life.h"
#include "05_websocket/client/turn.h"

namespace l05 {

/// The reading side of one socket's events. Belongs to the loop's thread.
class ReadGate {
 public:
  /// Who reads: Opening up to the 101, then Receiving.
  class Reader {
   public:
    /// Something can be received. Returns false if there was nothing.
    virtual bool OnReadable() = 0;
    /// The pause is over: octets that were received before it may wait.
    virtual void OnResume() = 0;
    /// TCP ended: 0 if the peer closed in order, else the system's code.
    virtual void OnEnd(int error) = 0;
    /// True if nothing that arrives counts any more. Then the end does not wait for ResumeReading.
    virtual bool IgnoresInput() const = 0;

   protected:
    ~Reader() = default;
  };

  /// Both must outlive this object.
  ReadGate(Timers& timers, Turn& turn) : turn_(turn), resume_(timers) {}

  /// Listens to `socket` for `reader`. Both must live until Stop.
  void Watch(l04::AsyncSocket& socket, Reader& reader);
  /// From now on this one reads.
  void HandOver(Reader& reader) { reader_ = &reader; }
  /// Listens to nothing any more, and forgets what it missed.
  void Stop();

  /// Closes the gate.
  void Pause() { paused_ = true; }
  /// Opens it. What was missed is told soon, never inside this call.
  void Resume();
  /// Whether it is closed.
  bool paused() const { return paused_; }

 private:
  void OnReadEvent(l04::AsyncSocket& socket);
  void OnCloseEvent(int error);
  void CatchUp();
  bool ReadWhatWasMissed();
  bool IsOpen() const { return reader_ != nullptr && !paused_; }

  Turn& turn_;                     // handlers run inside of it
  Reader* reader_ = nullptr;       // who reads; null: nobody listens
  bool paused_ = false;            // the application asked for a pause
  bool resuming_ = false;          // Resume() was called, and nothing was told yet
  bool read_missed_ = false;       // something could be received during the pause
  std::optional<int> end_missed_;  // TCP ended during the pause, with this code
  Deadline resume_;                // ends Resume() before a handler runs
  Life life_;                      // ends when a handler destroys this object
  l04::Connection on_read_;        // SignalReadEvent of the socket
  l04::Connection on_close_;       // SignalCloseEvent of the socket
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_READ_GATE_H_
