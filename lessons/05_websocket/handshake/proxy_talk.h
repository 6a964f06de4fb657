// What is said to a proxy before the connection behind it is ours. No I/O: octets in, octets out,
// as in the rest of this room.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_PROXY_TALK_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_PROXY_TALK_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace l05 {

/// One conversation. Make a new one for each connection.
class ProxyTalk {
 public:
  /// What is known so far.
  enum class Status {
    kNeedMore,  // send the output, then go on reading
    kDone,      // from now on the octets are the server's
    kFailed,    // error() says why; final
  };

  virtual ~ProxyTalk() = default;

  /// Takes what arrived. `*consumed` receives how much of it was the proxy's.
  virtual Status Feed(std::string_view octets, std::size_t* consumed) = 0;

  /// What is to be sent now; the first words are there from the start.
  std::string TakeOutput() { return std::exchange(output_, {}); }
  /// Why it failed: one sentence, safe for a terminal.
  const std::string& error() const { return error_; }
  /// The HTTP status of a refusal; 0 if there is none.
  int status() const { return status_; }

 protected:
  /// Notes the reason.
  Status Fail(std::string why) {
    error_ = std::move(why);
    return Status::kFailed;
  }

  std::string output_;  // to be sent
  int status_ = 0;      // of a refusal

 private:
  std::string error_;  // why it failed
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_PROXY_TALK_H_
