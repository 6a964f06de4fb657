// The receiving half of permessage-deflate (RFC 7692 §7.2.2): compressed payloads back to messages.
//
// It is pulled, piece by piece: the caller checks each piece (size, UTF-8) before the next one is
// made. So a "zip bomb", a kilobyte that unfolds into a gigabyte, is stopped at the limit and never
// takes more memory than one piece (rule R33). No I/O, so a fuzzer can feed it.
#ifndef LESSONS_05_WEBSOCKET_MESSAGES_INFLATER_H_
#define LESSONS_05_WEBSOCKET_MESSAGES_INFLATER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

struct z_stream_s;  // zlib's state

namespace l05 {

/// Inflates the messages of one direction of one connection.
class Inflater {
 public:
  /// With `no_context_takeover` each message starts with an empty window.
  /// @throws std::bad_alloc.
  explicit Inflater(bool no_context_takeover);

  /// What one step came to.
  enum class Status {
    kPiece,    // `*piece` is the next piece of the message
    kDone,     // all input is used up
    kCorrupt,  // this is not DEFLATE data
  };

  /// Inflates from the front of `*input` and takes off what it used. `*piece` is valid until the
  /// next call. Call it until it says kDone: also used-up input may have more pieces to give.
  Status Next(std::string_view* input, std::string_view* piece);

  /// What must be fed behind the last octet of a message: the four octets that its sender took off
  /// (§7.2.1), or nothing if the message ended with a final block or has no octet at all.
  std::string_view Tail() const;

  /// The message and its tail are used up. Returns false if the message ended inside a block: then
  /// its last part is missing.
  bool EndMessage();

  /// The largest piece.
  static constexpr std::size_t kPieceSize = 16 * 1024;

 private:
  struct End {
    void operator()(z_stream_s* stream) const;
  };

  void StartAgainWithTheSameWindow();

  std::unique_ptr<z_stream_s, End> stream_;  // on the heap: zlib keeps a pointer to it
  std::unique_ptr<char[]> piece_;            // the last piece
  bool no_context_takeover_;                 // forget the window after each message
  bool after_final_block_ = false;           // the last octet used up ended a final block
  bool empty_ = true;                        // nothing of this message was fed yet
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_INFLATER_H_
