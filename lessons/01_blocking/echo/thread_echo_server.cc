// Threads, and the trouble of ending them: nothing interrupts a thread that waits in accept or
// recv.
#include "01_blocking/echo/thread_echo_server.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/error.h"

namespace l01 {
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
      if (stopping_) break;  // Stop() broke the listener under our feet
      if (!IsOutOfDescriptors(error.code())) throw;
      pause_.Begin(error.what());
      std::this_thread::sleep_for(AcceptPause::kLength);  // this thread has nothing else to do
    }
    JoinFinished();
  }
  EndAll();
}

void ThreadEchoServer::Start(Socket client) {
  Conversation& conversation = conversations_.emplace_back();
  conversation.client = std::move(client);
  try {
    conversation.thread = std::thread([this, &conversation] {
      EchoUntilEnd(conversation.client);  // and that one waits there
      const std::lock_guard lock(closing_);
      conversation.client.Close();  // now, not when we come to join: nobody may connect for hours
      conversation.done = true;
    });
  } catch (const std::system_error& error) {
    conversations_.pop_back();
    pause_.BeginRefusing(std::string("thread: ") + error.what());
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
  const Endpoint where = local();
  native::ShutdownBoth(listener_.native());  // enough on Linux, and needs no descriptor
  try {
    ConnectTo(where);
  } catch (const SocketError&) {
    // Nobody listens any more, or the queue of waiting clients is full: accept does not wait then.
  }
}

// A blocked recv ends when its connection does: shut both directions down under the thread's feet.
void ThreadEchoServer::EndAll() {
  for (Conversation& conversation : conversations_) {
    {
      const std::lock_guard lock(closing_);
      if (conversation.client.valid()) native::ShutdownBoth(conversation.client.native());
    }
    conversation.thread.join();
  }
  conversations_.clear();
}

}  // namespace l01
