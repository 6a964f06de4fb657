// The outgoing way: from a message to octets that the system took.
//
//   Message -> QueueMessage -> QueueFrame -> SendQueue -> Flush -> SendOnce
//   message    compressed?     a frame       waiting      the turn ends: one call of the system
//
// Nothing is sent in the call that queues, unless a large message fills a block of the queue. The
// end of the turn sends, so whatever one handler says shares one system call.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_SENDING_H_
#define LESSONS_05_WEBSOCKET_CLIENT_SENDING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "04_dispatcher/loop/async_socket.h"
#include "05_websocket/client/delivery.h"
#include "05_websocket/client/options.h"
#include "05_websocket/client/turn.h"
#include "05_websocket/frames/random_pool.h"
#include "05_websocket/handshake/deflate_options.h"
#include "05_websocket/messages/deflater.h"
#include "05_websocket/messages/send_queue.h"

namespace l05 {

/// What became of a message that was to be sent.
enum class SendStatus {  // WasTaken tells the two good ones from the rest
  kQueued,               // taken
  kFull,                 // taken, and now the queue is over its mark: wait for SignalWritable
  kRefused,              // not taken: the queue was over its mark already
  kNotOpen,              // not taken: there is no open connection
  kNotUtf8,              // not taken: a text message must be UTF-8
};

/// Whether the message is the client's now. If not, it is still its owner's, who sends it again
/// after SignalWritable, or gives it up and says so.
constexpr bool WasTaken(SendStatus status) {
  return status == SendStatus::kQueued || status == SendStatus::kFull;
}

/// The outgoing half of one client. Belongs to the loop's thread. It never calls a handler of the
/// application.
class Sending {
 public:
  /// Who has to know.
  class Events {
   public:
    /// Octets have left behind which no message may follow: the Close frame is on its way.
    virtual void OnClosingOctetsSent() = 0;
    /// A send failed. What waited is forgotten; the socket's close event is on its way.
    virtual void OnSendBroken() = 0;

   protected:
    ~Events() = default;
  };

  /// All of it must outlive this object. `options` are read while it is started.
  Sending(const ClientOptions& options, Turn& turn, Events& events)
      : options_(options), turn_(turn), events_(events) {}

  /// Nothing of the last connection may remain.
  void Reset();
  /// The 101 was accepted: messages may go to `socket`, compressed as `deflate` says. The socket
  /// must live until Stop.
  void Start(l04::AsyncSocket& socket, const std::optional<DeflateParameters>& deflate);
  /// The connection is gone.
  void Stop();

  /// Queues a text message, unless it is no UTF-8.
  SendStatus Text(std::string_view payload);
  /// Queues one message: kText, which must be UTF-8, or kBinary.
  SendStatus Message(Opcode opcode, std::string_view payload);
  /// Queues a ping or a pong. It overtakes messages that wait, but never cuts one in two
  /// (RFC 6455 §5.5).
  void Control(Opcode opcode, std::string_view payload);
  /// Queues the Close frame behind everything that waits. From now on messages are refused: a Close
  /// frame says that no data follows (RFC 6455 §5.5.1). It leaves with the next Flush: whoever is
  /// not in a turn asks for one.
  void CloseFrame(std::uint16_t code, std::string_view reason);

  /// Gives the system as much as it takes.
  void Flush();
  /// Ends our direction: the server sees the end of our octets.
  void ShutdownSend() { socket_->ShutdownSend(); }

  /// True if the application was told to wait and need not any more.
  bool OwesWritable() const;
  /// The application is being told.
  void ForgetDebt() { over_mark_ = false; }

  /// Octets that the system did not take yet.
  std::size_t queued() const { return queue_.size(); }
  /// Messages that were taken and did not leave, or not whole. A connection that broke keeps the
  /// number until Reset.
  std::size_t unsent() const { return lost_ + queue_.unsent(); }
  /// How far the server has got with what was sent.
  Delivery delivery() const;
  /// Whether messages are compressed on this connection.
  bool compressed() const { return deflater_.has_value(); }

 private:
  void QueueMessage(Opcode opcode, std::string_view payload);
  void QueuePayload(std::string_view payload);
  FrameHeader NextHeader(Opcode opcode, std::string_view payload);

  const ClientOptions& options_;        // high_water, deflate, log
  Turn& turn_;                          // its end sends
  Events& events_;                      // who has to know
  l04::AsyncSocket* socket_ = nullptr;  // from Start to Stop
  RandomPool masks_;                    // masking keys
  std::optional<Deflater> deflater_;    // if permessage-deflate was agreed on
  SendQueue queue_;                     // what the system did not take yet
  bool open_ = false;                   // messages may be queued: after the 101, before our Close
  std::size_t lost_ = 0;                // messages that waited when the connection broke
  bool broken_ = false;                 // a send failed: nothing may follow it
  bool over_mark_ = false;              // kFull or kRefused was said: SignalWritable is owed
  l04::Connection on_write_;            // SignalWriteEvent of socket_
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_SENDING_H_
