// The incoming way: from octets that arrived to the handler of a message.
//
//   OnReadable -> ReceiveOnce -> MessageReader::Next -> HandOut -> Events::OnMessage -> the handler
//   an event      one Recv       frames, messages       one by one
//
// The payload lies in the receive buffer until the handler returns. A handler that keeps it must
// copy it; one that does not costs no copy at all.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_RECEIVING_H_
#define LESSONS_05_WEBSOCKET_CLIENT_RECEIVING_H_

#include <optional>
#include <string_view>

#include "04_dispatcher/loop/async_socket.h"
#include "05_websocket/client/life.h"
#include "05_websocket/client/options.h"
#include "05_websocket/client/read_gate.h"
#include "05_websocket/handshake/deflate_options.h"
#include "05_websocket/messages/reader.h"

namespace l05 {

/// The incoming half of one client, from the 101 on. Belongs to the loop's thread.
class Receiving final : public ReadGate::Reader {
 public:
  /// Where everything goes. Each function may stop or destroy the Receiving.
  class Events {
   public:
    /// Something arrived, whatever it is: the server is there.
    virtual void OnOctets() = 0;
    /// A message: kText or kBinary. `payload` is valid during the call.
    virtual void OnMessage(Opcode opcode, std::string_view payload) = 0;
    /// A control frame: kPing, kPong or kClose.
    virtual void OnControl(Opcode opcode, std::string_view payload) = 0;
    /// The server broke a rule: call Ignore.
    virtual void OnViolation(const Violation& violation) = 0;
    /// TCP ended: 0 if the server closed in order, else the system's code.
    virtual void OnTcpEnd(int error) = 0;

   protected:
    ~Events() = default;
  };

  /// All of it must outlive this object. `options` are read while it is started.
  Receiving(const ClientOptions& options, ReadGate& gate, Events& events)
      : options_(options), gate_(gate), events_(events) {}

  /// The 101 was accepted. `received` holds what came behind it; the gate hands over from here on.
  /// Frames may be compressed as `deflate` says. The socket must live until Stop.
  void Start(l04::AsyncSocket& socket, ReceiveBuffer received,
             const std::optional<DeflateParameters>& deflate);
  /// From now on what arrives is received and dropped. Dropped, not left in the system: TCP answers
  /// octets that nobody reads with a reset, and that could destroy our Close frame on its way.
  void Ignore() { ignoring_ = true; }
  /// The connection is gone.
  void Stop() { socket_ = nullptr; }

  /// Hands out what is complete already, until the application pauses or nothing more counts.
  void HandOut();
  /// True if a message has begun and is not complete: the stream must not end here.
  bool InsideMessage() const { return reader_->InsideMessage(); }

  bool OnReadable() override;
  void OnResume() override { HandOut(); }
  void OnEnd(int error) override { events_.OnTcpEnd(error); }
  bool IgnoresInput() const override { return ignoring_; }

 private:
  void HandOutOne(const ReadEvent& event);
  bool MayHandOut() const { return socket_ != nullptr && !ignoring_ && !gate_.paused(); }

  const ClientOptions& options_;         // limits, log
  ReadGate& gate_;                       // closed: hand nothing out
  Events& events_;                       // where everything goes
  l04::AsyncSocket* socket_ = nullptr;   // from Start to Stop
  std::optional<MessageReader> reader_;  // octets to messages; also holds the receive buffer
  bool ignoring_ = false;                // after a Close frame or a broken rule
  Life life_;                            // ends when a handler destroys this object
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_RECEIVING_H_
