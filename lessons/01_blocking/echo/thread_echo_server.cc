// Threads, and the trouble of ending them: nothing interrupts a thread that waits in accept or
// recv.
#include "01_blocking/echo/thread_echo_server.h"

#include <algorithm>
#include <cstdio>
#include <system_error>
#include <utility>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/error.h"

namespace l01 {
namespace {

constexpr std::chrono::milliseconds kPause{100};  // without descriptors or threads: try again after

}  // namespace

ThreadEchoServer::ThreadEchoServer(const Endpoint& local) : listener_(ListenOn(local)) {}

ThreadEchoServer::~ThreadEchoServer() {
  EndAll();
}

// [thread-server]
void ThreadEchoServer::Run() {
  while (true) {
    try {
      std::optional<Socket> client = listener_.Accept();  // this thread waits here
      if (stopping_) break;
      if (client) Start(std::move(*client));
    } catch (const SocketError& error) {
      if (!IsOutOfDescriptors(error.code())) throw;
      std::fprintf(stderr, "%s; pausing accept\n", error.what());
      std::this_thread::sleep_for(kPause);  // this thread has nothing else to do
    }
    JoinFinished();
  }
  EndAll();
}

void ThreadEchoServer::Start(Socket client) {
  Conversation& conversation = conversations_.emplace_back();
  conversation.client = std::move(client);
  try {
    conversation.thread = std::thread([&conversation] {
      EchoUntilEnd(conversation.client);  // and that one waits there
      conversation.client.ShutdownSend();
      conversation.done = true;
    });
  } catch (const std::system_error& error) {
    std::fprintf(stderr, "thread: %s; refusing a client\n", error.what());
    conversations_.pop_back();
    return;
  }
  most_threads_ = std::max(most_threads_.load(), static_cast<int>(conversations_.size()));
}
// [thread-server]

void ThreadEchoServer::JoinFinished() {
  std::erase_if(conversations_, [](Conversation& conversation) {
    if (!conversation.done) return false;
    conversation.thread.join();
    return true;
  });
}

// A blocked accept ends only when a client comes. So one comes: ourselves.
void ThreadEchoServer::Stop() {
  stopping_ = true;
  try {
    ConnectTo(local());
  } catch (const SocketError&) {
    // The queue of waiting clients is full, or there is no descriptor: then accept is not blocked.
  }
}

// A blocked recv ends when its connection does: shut both directions down under the thread's feet.
void ThreadEchoServer::EndAll() {
  for (Conversation& conversation : conversations_) {
    native::ShutdownBoth(conversation.client.native());
    conversation.thread.join();
  }
  conversations_.clear();
}

}  // namespace l01
