// The peer of lesson 05 that needs nothing installed: a small, strict WebSocket server with protoo
// on top, on a thread of its own. It stands on lesson 04 and on the same frame code as the client,
// and it listens on loopback unless told otherwise.
//
// A real server would authenticate its clients, limit their number and speak TLS.
#ifndef LESSONS_05_WEBSOCKET_LOOPBACK_SERVER_H_
#define LESSONS_05_WEBSOCKET_LOOPBACK_SERVER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "01_blocking/sockets/endpoint.h"
#include "04_dispatcher/loop/physical_socket_server.h"
#include "05_websocket/loopback/connection.h"
#include "05_websocket/loopback/listener.h"
#include "05_websocket/loopback/report.h"
#include "05_websocket/tls/tls.h"

namespace l05 {

/// What a LoopbackServer is to be.
struct LoopbackOptions {
  l01::Endpoint local = l01::Endpoint::Loopback();   // where; port 0 picks a free one
  l04::BackendKind backend = l04::DefaultBackend();  // on which loop
  bool tls = false;                                  // wss, with a certificate made on the spot
  LoopbackListener* listener = nullptr;              // talks itself; must outlive the server
};

/// Serves from construction to destruction.
class LoopbackServer {
 public:
  /// Listens on `local`; port 0 picks a free one. @throws l01::SocketError.
  explicit LoopbackServer(const l01::Endpoint& local = l01::Endpoint::Loopback(),
                          l04::BackendKind backend = l04::DefaultBackend());
  /// The same with more choices. @throws std::runtime_error.
  explicit LoopbackServer(const LoopbackOptions& options);
  /// Drops all clients and ends the thread.
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  /// Where it listens.
  const l01::Endpoint& address() const { return address_; }
  /// "ws://127.0.0.1:PORT" + `target`.
  std::string Url(const std::string& target = "/?roomId=chensong&peerId=xiqhlyrn") const;
  /// What clients have done so far. Any thread.
  LoopbackCounts Report() const { return report_.Get(); }

  /// The certificate in PEM, if it speaks TLS.
  const std::string& certificate() const { return tls_.certificate; }

  /// Runs `task` on the server's thread, soon. Any thread.
  void Post(std::function<void()> task) { server_.Post(std::move(task)); }
  /// How many clients there are. The server's thread, as all four that follow.
  std::size_t clients() const { return clients_.size(); }
  /// Whether there is a client, and all of them keep up.
  bool CanTake() const;
  /// Sends a text message to every client that is there.
  void SendNow(const std::string& text);
  /// The listener is not full any more.
  void ResumeAll();

  /// Sends a ping to every client. Any thread; returns at once.
  void PingAll(const std::string& payload);
  /// Sends a text message to every client. Any thread; returns at once.
  void SendToAll(const std::string& text);
  /// Starts the close handshake with every client. Any thread; returns at once.
  void CloseAll(std::uint16_t code, const std::string& reason);

 private:
  void Run();
  void Accept();
  void OnEnded(int key);
  void MakeTls();
  void ForEach(std::function<void(LoopbackConnection&)> action);

  LoopbackReport report_;                                       // shared with all threads
  l04::PhysicalSocketServer server_;                            // the loop
  std::unique_ptr<l04::AsyncSocket> door_;                      // where clients come in
  l01::Endpoint address_;                                       // its address
  ServerTls tls_;                                               // empty: plain TCP
  LoopbackListener* listener_;                                  // may be null
  l04::Connection on_accept_;                                   // door_'s read signal
  std::map<int, std::unique_ptr<LoopbackConnection>> clients_;  // loop's thread only
  int next_client_ = 0;                                         // key of the next client
  bool stop_ = false;                                           // loop's thread only
  std::thread thread_;                                          // runs Run()
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_LOOPBACK_SERVER_H_
