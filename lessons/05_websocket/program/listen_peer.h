// `peer listen`: lines to and from whoever connects, as `nc -l` does it for TCP.
//
// A line of the input goes to every client; a message of a client is a line of the output. While
// nobody is there the input waits, and while one client reads slowly it waits for that one.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_LISTEN_PEER_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_LISTEN_PEER_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "05_websocket/loopback/server.h"
#include "05_websocket/program/console.h"
#include "05_websocket/program/line_source.h"
#include "05_websocket/program/output.h"

namespace l05 {

/// Serves until Stop. Everything but Run and Stop runs on the server's thread.
class ListenPeer final : private LoopbackListener {
 public:
  /// Nobody is served before Run.
  ListenPeer();

  /// Adds itself to `options` and serves. Returns the exit code. @throws std::runtime_error with
  /// one line for lines that were not sent, or an output that cannot be written.
  int Run(LoopbackOptions options, const std::function<void(const LoopbackServer&)>& announce);
  /// Any thread: please end.
  void Stop();

 private:
  void OnMessage(Opcode opcode, std::string_view payload) override;
  bool IsFull() const override { return output_.waiting() >= Output::kMaxWaiting; }
  void OnChange() override;
  void Pump();
  bool Send(const std::string& line);
  void PostToServer(void (ListenPeer::*task)());
  void Resume() { server_->ResumeAll(); }
  void StartInput();
  void Wait(const std::function<bool()>& done, std::chrono::steady_clock::time_point until);
  void WaitForTheEnd();
  std::string Problem();

  Output output_;                         // where messages go
  Console console_;                       // as what
  std::optional<LineSource> input_;       // where lines come from
  std::size_t not_utf8_ = 0;              // lines that could not be sent
  std::atomic<bool> stop_asked_ = false;  // Stop was called
  std::atomic<bool> left_ = false;        // all clients have left
  std::mutex mutex_;                      // guards what follows
  std::condition_variable changed_;       // news_ became true
  bool news_ = false;                     // the caller's thread must look again
  bool serving_ = false;                  // tasks may be posted to server_
  std::optional<LoopbackServer> server_;  // declared last: its thread ends first
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_LISTEN_PEER_H_
