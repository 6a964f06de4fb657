// Somebody who talks with the clients of the embedded server himself.
#ifndef LESSONS_05_WEBSOCKET_LOOPBACK_LISTENER_H_
#define LESSONS_05_WEBSOCKET_LOOPBACK_LISTENER_H_

#include <string_view>

#include "05_websocket/frames/frame.h"

namespace l05 {

/// Gets every message; the server then answers none. All functions run on the server's thread.
class LoopbackListener {
 public:
  /// A client said something, kText or kBinary.
  virtual void OnMessage(Opcode opcode, std::string_view payload) = 0;
  /// Whether the clients must wait until LoopbackServer::ResumeAll.
  virtual bool IsFull() const = 0;
  /// Something changed: a client came, left, or can take more.
  virtual void OnChange() = 0;

 protected:
  ~LoopbackListener() = default;
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_LOOPBACK_LISTENER_H_
