// A socket without a system: a test says what arrives, and sees what was sent.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_SOCKET_DOUBLE_H_
#define TESTS_05_WEBSOCKET_SUPPORT_SOCKET_DOUBLE_H_

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "04_dispatcher/loop/async_socket.h"

namespace ws_test {

/// Connected from the beginning. Send takes up to `room` octets in all, Recv gives `incoming`.
class SocketDouble final : public l04::AsyncSocket {
 public:
  int Send(const void* data, std::size_t size) override {
    ++sends;
    if (broken) return Fail(/*blocking=*/false);
    size = std::min(size, room);
    if (size == 0) return Fail(/*blocking=*/true);
    room -= size;
    sent.append(static_cast<const char*>(data), size);
    return static_cast<int>(size);
  }
  int Recv(void* data, std::size_t size) override {
    ++receives;
    size = std::min(size, incoming.size());
    if (size == 0) return Fail(/*blocking=*/true);
    std::memcpy(data, incoming.data(), size);
    incoming.erase(0, size);
    return static_cast<int>(size);
  }
  void PauseReading() override { ++pauses; }
  int ShutdownSend() override {
    shut_down = true;
    return 0;
  }
  int GetError() const override { return 104; }
  bool IsBlocking() const override { return blocking_; }
  std::string ErrorText(int error) const override { return "error " + std::to_string(error); }
  State GetState() const override { return State::kConnected; }

  int Close() override { return 0; }
  int Bind(const l01::Endpoint& /*local*/) override { return -1; }
  int Listen(int /*backlog*/) override { return -1; }
  std::unique_ptr<AsyncSocket> Accept(l01::Endpoint* /*peer*/) override { return nullptr; }
  int Connect(const l01::Endpoint& /*peer*/) override { return -1; }
  int Connect(const std::string& /*host*/, std::uint16_t /*port*/,
              std::chrono::milliseconds /*per_address*/) override {
    return -1;
  }
  int SendTo(const void* /*data*/, std::size_t /*size*/, const l01::Endpoint& /*to*/) override {
    return -1;
  }
  int RecvFrom(void* /*data*/, std::size_t /*size*/, l01::Endpoint* /*from*/,
               bool* /*truncated*/) override {
    return -1;
  }
  void Abort() override {}
  l04::Handle GetNativeHandle() const override { return l04::kNoHandle; }
  l01::Endpoint GetLocalAddress() const override { return {}; }
  l01::Endpoint GetRemoteAddress() const override { return {}; }
  int SetOption(l04::Option /*option*/, int /*value*/) override { return 0; }
  int GetOption(l04::Option /*option*/, int* /*value*/) override { return -1; }

  std::string incoming;         // what Recv will give
  std::string sent;             // what Send took
  std::size_t room = SIZE_MAX;  // octets that Send will still take
  bool broken = false;          // Send fails
  bool shut_down = false;       // ShutdownSend was called
  int sends = 0;                // calls of Send
  int receives = 0;             // calls of Recv
  int pauses = 0;               // calls of PauseReading

 private:
  int Fail(bool blocking) {
    blocking_ = blocking;
    return -1;
  }

  bool blocking_ = false;  // the last failed call said "not now"
};

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_SOCKET_DOUBLE_H_
