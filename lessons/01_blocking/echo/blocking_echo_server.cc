// Most of this file is about stopping. A thread that waits in accept or recv hears nothing else, so
// what it waits for must be made to happen.
#include "01_blocking/echo/blocking_echo_server.h"

#include <chrono>
#include <cstdio>
#include <thread>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/error.h"

namespace l01 {
namespace {

constexpr std::chrono::milliseconds kPause{100};  // without descriptors: try again after

}  // namespace

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
      if (!IsOutOfDescriptors(error.code())) throw;
      std::fprintf(stderr, "%s; pausing accept\n", error.what());
      std::this_thread::sleep_for(kPause);
    }
  }
}

bool BlockingEchoServer::Begin(const Socket& client) {
  const std::lock_guard lock(mutex_);
  current_ = client.native();
  return !stopping_;
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
  try {
    ConnectTo(local());  // ends a wait in accept
  } catch (const SocketError&) {
    // The queue of waiting clients is full: then accept does not wait.
  }
}

}  // namespace l01
