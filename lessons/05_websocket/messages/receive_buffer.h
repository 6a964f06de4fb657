// Octets that have arrived and are not used up yet, in one piece.
//
// Consuming moves an index and copies nothing; the article's client erases the front of a vector
// after every frame, which moves all the rest each time. The buffer grows with what has arrived and
// never because a length field promises more: a ten-octet frame may announce 2^63.
#ifndef LESSONS_05_WEBSOCKET_MESSAGES_RECEIVE_BUFFER_H_
#define LESSONS_05_WEBSOCKET_MESSAGES_RECEIVE_BUFFER_H_

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace l05 {

/// A FIFO of octets whose content is always contiguous. One thread.
class ReceiveBuffer {
 public:
  /// Room for a frame of 64 KiB with its header: such a frame is read in place, and the buffer
  /// still fits into a processor's second-level cache.
  static constexpr std::size_t kInitialCapacity = 64 * 1024 + 14;

  /// Free space to receive into; never empty. Makes room by moving the content to the front or by
  /// doubling. Invalidates every pointer into the buffer.
  std::span<char> WriteSpace();

  /// `size` octets were written to the front of the last WriteSpace().
  void Commit(std::size_t size);

  /// The content.
  std::string_view data() const { return {storage_.data() + begin_, end_ - begin_}; }
  /// The content, for unmasking in place.
  char* mutable_data() { return storage_.data() + begin_; }
  /// Number of octets in the buffer.
  std::size_t size() const { return end_ - begin_; }

  /// Drops the first `size` octets.
  void Consume(std::size_t size);
  /// Drops everything.
  void Clear() { Consume(size()); }

 private:
  std::vector<char> storage_;  // grows as needed, given back when a large message is done
  std::size_t begin_ = 0;      // first octet of the content
  std::size_t end_ = 0;        // one past its last octet
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_RECEIVE_BUFFER_H_
