// One client of the embedded server: handshake, frames, close. Strict, because it is the judge of
// our own client: what a lenient server forgives would stay unnoticed.
#ifndef LESSONS_05_WEBSOCKET_LOOPBACK_CONNECTION_H_
#define LESSONS_05_WEBSOCKET_LOOPBACK_CONNECTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "05_websocket/handshake/http_head.h"
#include "05_websocket/handshake/server_handshake.h"
#include "05_websocket/loopback/listener.h"
#include "05_websocket/loopback/protoo.h"
#include "05_websocket/loopback/report.h"
#include "05_websocket/loopback/source.h"
#include "05_websocket/messages/deflater.h"
#include "05_websocket/messages/reader.h"
#include "05_websocket/messages/send_queue.h"

namespace l05 {

/// Serves one connection. Belongs to the server's loop.
class LoopbackConnection {
 public:
  /// The server sends messages in frames of at most this many octets, as WebSocket-Node does.
  static constexpr std::size_t kFragment = 16 * 1024;

  /// `ended` is called last and may destroy this object. `report` outlives it.
  /// With a `listener` all messages are its own.
  LoopbackConnection(l04::PhysicalSocketServer& server, std::unique_ptr<l04::AsyncSocket> socket,
                     LoopbackReport& report, std::function<void()> ended,
                     LoopbackListener* listener = nullptr);

  /// Sends a text message, in fragments.
  void SendText(std::string_view text);
  /// Sends a ping.
  void SendPing(std::string_view payload);
  /// Whether messages may be sent, and the client keeps up with them.
  bool CanTake() const;
  /// The listener is not full any more.
  void ResumeReading() {
    if (now_.read_waits) OnReadEvent();
  }
  /// Starts the close handshake.
  void Close(std::uint16_t code, std::string_view reason);

 private:
  void OnReadEvent();
  void OnWriteEvent();
  void ProcessInput();
  bool ReadRequest();
  ServerAnswer Judge(HttpHeadParser::Status status) const;
  void OnEvent(const ReadEvent& event);
  void OnMessage(Opcode opcode, std::string_view payload);
  void OnClientClose(std::string_view payload);
  void Fail(std::uint16_t code, std::string_view what);
  void PumpSource();
  void SendMessage(Opcode opcode, std::string_view payload);
  void SendFrame(Opcode opcode, bool fin, std::string_view payload, bool compressed = false);
  void AgreeOnDeflate(const DeflateParameters& agreed);
  void Flush();
  void EndAfterFlush();
  void End();

  // Octets to messages and back.
  struct Codec {
    std::optional<HttpHeadParser> request;  // until the handshake is done
    MessageReader reader;                   // also holds the receive buffer
    std::optional<Deflater> deflater;       // if the client asked for compression
    SendQueue queue;                        // what the system did not take yet
  };
  // Whoever answers: one of three.
  struct Application {
    LoopbackListener* listener = nullptr;  // all messages are its own; may be null
    Service service = Service::kProtoo;    // what the client asked for
    LoopbackProtoo protoo;                 // answers requests
    LoopbackSource source;                 // what is to be sent unasked
  };
  // How far it has come.
  struct Stage {
    bool close_sent = false;  // our Close frame is queued: nothing may follow
    bool finished = false;    // close once everything is sent; ignore all input
    bool read_waits = false;  // stopped reading because the client does not
  };

  l04::PhysicalSocketServer& server_;         // timers
  std::unique_ptr<l04::AsyncSocket> socket_;  // the client
  LoopbackReport& report_;                    // what this client did
  std::function<void()> ended_;               // tells the server
  Codec codec_;                               // see Codec
  Application application_;                   // see Application
  Stage now_;                                 // see Stage
  l04::Timer deadline_;                       // ends a connection that does not end by itself
  std::vector<l04::Connection> slots_;        // declared last: disconnected first
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_LOOPBACK_CONNECTION_H_
