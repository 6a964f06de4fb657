// Most of this file is about stopping. A thread that waits in accept or recv hears nothing else, so
// what it waits for must be made to happen.
#include "01_blocking/echo/blocking_echo_server.h"

#include <thread>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/error.h"

namespace l01 {
BlockingEchoServer::BlockingEchoServer(const Endpoint& local) : listener_(ListenOn(local)) {}

void BlockingEchoServer::Run() {
  while (true) {
    try {
      std::optional<Socket> client = listener_.Accept();
      if (!client) continue;
      if (!Begin(*client)) return;
      EchoUntilEnd(*client);
      End();
    } catch (const SocketError& error) {
      if (IsStopping()) return;  // Stop() broke the listener under our feet
      if (!IsOutOfDescriptors(error.code())) throw;
      pause_.Begin(error.what());
      std::this_thread::sleep_for(AcceptPause::kLength);
    }
  }
}

bool BlockingEchoServer::Begin(const Socket& client) {
  const std::lock_guard lock(mutex_);
  // Not noted if it will not be served: it is closed next, and a second Stop() would shut down
  // whoever has the number then.
  if (!stopping_) current_ = client.native();
  return !stopping_;
}

bool BlockingEchoServer::IsStopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void BlockingEchoServer::End() {
  const std::lock_guard lock(mutex_);
  current_ = kNoSocket;  // before it is closed: Stop() must not shut down somebody else's socket
}

void BlockingEchoServer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (current_ != kNoSocket) native::ShutdownBoth(current_);
  }
  // Both end a wait in accept: the first on Linux, also if there is no descriptor for the second.
  const Endpoint where = local();
  native::ShutdownBoth(listener_.native());
  try {
    ConnectTo(where);
  } catch (const SocketError&) {
    // Nobody listens any more, or the queue of waiting clients is full: accept does not wait then.
  }
}

}  // namespace l01
