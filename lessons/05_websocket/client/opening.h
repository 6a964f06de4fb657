// The beginning of a connection: TCP, then TLS for wss, then the request and the server's 101.
//
//   Start -> Connector -> [Tunnel] -> OnTcpConnected -> [TLS] -> BeginHandshake -> OnAnswer
//         -> Events::OnOpened
//
// It yields what the rest of the client works with: a socket, what was agreed on, and the octets
// that came behind the 101. Then it is destroyed; an open connection does not pay for it. Nothing
// but the request is sent before the 101 was accepted (RFC 6455 §4.1).
#ifndef LESSONS_05_WEBSOCKET_CLIENT_OPENING_H_
#define LESSONS_05_WEBSOCKET_CLIENT_OPENING_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "05_websocket/client/connector.h"
#include "05_websocket/client/deadline.h"
#include "05_websocket/client/opening_plan.h"
#include "05_websocket/client/options.h"
#include "05_websocket/client/read_gate.h"
#include "05_websocket/client/tunnel.h"
#include "05_websocket/messages/receive_buffer.h"

namespace l05 {

/// What an opening yields. Filled in step by step.
struct Opened {
  std::unique_ptr<l04::AsyncSocket> socket;  // from TCP's connection on; with TLS inside, if wss
  int send_buffer = 0;                       // SO_SNDBUF as the system reports it
  std::string subprotocol;                   // chosen by the server, or empty
  bool untrusted = false;                    // there is none: the certificate is not accepted
  std::optional<DeflateParameters> deflate;  // permessage-deflate, if both ends want it
  ReceiveBuffer received;                    // octets that came behind the 101: frames
};

/// Opens one connection, once. Belongs to the loop's thread. Destroying it cancels.
class Opening final : public ReadGate::Reader {
 public:
  /// Who wants the connection. Each function may destroy the Opening.
  class Events {
   public:
    /// The request is about to be sent: only the 101 counts now.
    virtual void OnHandshakeBegins() = 0;
    /// The 101 was accepted, and `Opened` is complete.
    virtual void OnOpened() = 0;
    /// There is no connection. `what` is one line for people, `answer` what the server said instead
    /// of a 101.
    virtual void OnOpeningFailed(std::string what, std::optional<HandshakeFailure> answer) = 0;

   protected:
    ~Events() = default;
  };

  /// Where an Opening works. All of it must outlive the Opening.
  struct Place {
    LoopTimers& timers;            // the loop
    const ClientOptions& options;  // deadlines, send buffer, log
    ReadGate& gate;                // will listen to the socket
    Opened& opened;                // will be filled in
    Events& events;                // will be told
  };

  /// Prepares the request. Nothing is started.
  Opening(OpeningPlan plan, const Place& place);

  /// Starts to connect. All events come later, inside Wait().
  void Start();
  /// Octets of the request that the system did not take yet.
  std::size_t unsent() const { return unsent_.size(); }

  bool OnReadable() override;
  void OnResume() override {}  // nothing waits: an answer is used up as it arrives
  void OnEnd(int error) override;
  bool IgnoresInput() const override { return false; }

 private:
  void Connect(Connector::OnConnected connected);
  void OnProxyConnected(std::unique_ptr<l04::AsyncSocket> socket);
  void OnProxyFailed(const std::string& what, int status);
  void OnTcpConnected(std::unique_ptr<l04::AsyncSocket> socket);
  void StartTls();
  void BeginHandshake();
  void SendRequest();
  void OnAnswer();
  void WaitForBody();
  void OnAnswerLate();
  void Fail(const std::string& what, std::optional<HandshakeFailure> answer = std::nullopt);
  l04::AsyncSocket& socket() { return *place_.opened.socket; }

  OpeningPlan plan_;                    // where to, and how
  const std::string where_;             // the address, for messages to people
  const Place place_;                   // the surroundings
  Connector connector_;                 // makes the TCP connection
  std::unique_ptr<Tunnel> tunnel_;      // speaks to the proxy, if there is one
  Deadline deadline_;                   // of the step that runs
  std::string request_;                 // the opening handshake
  std::string_view unsent_;             // the rest of it; empty before BeginHandshake
  HandshakeReader answer_;              // checks the server's half
  bool in_handshake_ = false;           // TCP and TLS stand
  bool in_body_ = false;                // a refusal: the head is there, the clock of its body runs
  std::vector<l04::Connection> slots_;  // declared last: disconnected first
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_OPENING_H_
