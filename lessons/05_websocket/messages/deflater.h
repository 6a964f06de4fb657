// The sending half of permessage-deflate (RFC 7692 §7.2.1): messages to compressed payloads.
#ifndef LESSONS_05_WEBSOCKET_MESSAGES_DEFLATER_H_
#define LESSONS_05_WEBSOCKET_MESSAGES_DEFLATER_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

struct z_stream_s;  // zlib's state

namespace l05 {

/// Compresses the messages of one direction of one connection. No I/O.
class Deflater {
 public:
  /// `level` is 1…9 and `window_bits` 8…15. With `no_context_takeover` no message refers to the one
  /// before, which costs size and lets the other end forget.
  /// @throws std::bad_alloc.
  Deflater(int level, int window_bits, bool no_context_takeover);

  /// The payload of the compressed message, valid until the next call. It must then be sent: the
  /// next message may refer to it.
  std::string_view Compress(std::string_view message);

 private:
  struct End {
    void operator()(z_stream_s* stream) const;
  };

  void Run(int flush);

  std::unique_ptr<z_stream_s, End> stream_;  // on the heap: zlib keeps a pointer to it
  std::vector<char> output_;                 // the compressed message, and room behind it
  std::size_t size_ = 0;                     // octets of it
  bool no_context_takeover_;                 // forget the window after each message
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_DEFLATER_H_
