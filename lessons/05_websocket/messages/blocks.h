// Octets that wait to be sent, in blocks of 64 KiB.
//
// Blocks instead of one growing string: growing would copy a megabyte that waits for a slow server
// again and again.
#ifndef LESSONS_05_WEBSOCKET_MESSAGES_BLOCKS_H_
#define LESSONS_05_WEBSOCKET_MESSAGES_BLOCKS_H_

#include <cstddef>
#include <list>
#include <memory>
#include <span>
#include <string_view>

namespace l05 {

/// A FIFO of octets. A connection that keeps up uses one block again and again and never allocates;
/// one that was slow for a while gives its memory back. One thread.
class Blocks {
 public:
  /// Octets of a block, and so of the largest piece that Front gives.
  static constexpr std::size_t kSize = 64 * 1024;

  /// Room behind the last octet; never empty. Write to its front, then say Commit.
  std::span<char> Room() {
    if (blocks_.empty() || blocks_.back().end == kSize) AddBlock();
    const Block& block = blocks_.back();
    return {block.octets.get() + block.end, kSize - block.end};
  }
  /// `size` octets were written to the front of the last Room().
  void Commit(std::size_t size) {
    blocks_.back().end += size;
    size_ += size;
  }

  /// The octets that leave first, as far as they lie in one piece.
  std::string_view Front() const {
    const Block& block = blocks_.front();
    return {block.octets.get() + block.begin, block.end - block.begin};
  }
  /// The first `size` octets of Front() have left.
  void Consume(std::size_t size);
  /// Octets that wait.
  std::size_t size() const { return size_; }

 private:
  struct Block {
    std::unique_ptr<char[]> octets;  // kSize of them
    std::size_t begin = 0;           // first octet that was not sent
    std::size_t end = 0;             // one past the last octet written
  };

  void AddBlock();

  std::list<Block> blocks_;  // oldest first; an emptied last block stays for the next frame
  std::list<Block> spare_;   // one sent block that waits to be used again, or none
  std::size_t size_ = 0;     // octets in blocks_
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_MESSAGES_BLOCKS_H_
