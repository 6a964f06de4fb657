// A service that sends on its own: /source?count=N&size=S. What a benchmark of the receiving half
// needs.
#ifndef LESSONS_05_WEBSOCKET_LOOPBACK_SOURCE_H_
#define LESSONS_05_WEBSOCKET_LOOPBACK_SOURCE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace l05 {

/// The messages that are still to be sent to one client.
class LoopbackSource {
 public:
  /// Nothing.
  LoopbackSource() = default;
  /// What the target of the request asks for; numbers that are missing or too large are zero.
  explicit LoopbackSource(std::string_view target);

  /// Whether one is left.
  bool HasMore() const { return left_ > 0; }
  /// The next one, valid until the source is gone.
  std::string_view Next() {
    --left_;
    return payload_;
  }

 private:
  std::uint64_t left_ = 0;  // messages
  std::string payload_;     // of each
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_LOOPBACK_SOURCE_H_
