// Speaks to a proxy over a connection until the connection reaches the server behind it.
//
//   Start -> output of the ProxyTalk -> answers -> ... -> Events::OnTunnel
//
// What comes out is the same socket: from now on its octets are the server's.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_TUNNEL_H_
#define LESSONS_05_WEBSOCKET_CLIENT_TUNNEL_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "04_dispatcher/loop/async_socket.h"
#include "05_websocket/handshake/proxy_talk.h"
#include "05_websocket/messages/receive_buffer.h"

namespace l05 {

/// One conversation with one proxy. Belongs to the loop's thread. Destroying it drops the socket.
class Tunnel {
 public:
  /// The server is reached.
  using OnReached = std::function<void(std::unique_ptr<l04::AsyncSocket> socket)>;
  /// It is not: why, and the HTTP status of a refusal, or 0.
  using OnFailed = std::function<void(const std::string& what, int status)>;

  /// Takes a connected socket. Nothing is sent yet.
  Tunnel(std::unique_ptr<l04::AsyncSocket> socket, std::unique_ptr<ProxyTalk> talk);

  /// Begins to speak. One of the two runs once, and may destroy this object.
  void Start(OnReached reached, OnFailed failed);

 private:
  void Send();
  void OnReadable();
  void OnEnd(int error);
  void Fail(const std::string& what);

  std::unique_ptr<l04::AsyncSocket> socket_;  // to the proxy
  std::unique_ptr<ProxyTalk> talk_;           // what to say
  ReceiveBuffer received_;                    // of the proxy's answer
  std::string unsent_;                        // of our words
  OnReached reached_;                         // whom to tell about success
  OnFailed failed_;                           // whom to tell about failure
  std::vector<l04::Connection> slots_;        // declared last: disconnected first
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_TUNNEL_H_
