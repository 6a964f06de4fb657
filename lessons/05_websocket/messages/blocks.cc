// When a block is made, kept and given back.
#include "05_websocket/messages/blocks.h"

#include <cassert>

namespace l05 {

// Not initialised, because every octet is written before it is sent.
void Blocks::AddBlock() {
  if (!spare_.empty()) {
    blocks_.splice(blocks_.end(), spare_);
  } else {
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(kSize), 0, 0});
  }
}

// The last block stays where it is. Of the others one is kept, and the rest is freed. A list can
// hand its element over whole, without an allocation.
void Blocks::Consume(std::size_t size) {
  Block& block = blocks_.front();
  assert(size <= block.end - block.begin);
  block.begin += size;
  size_ -= size;
  if (block.begin < block.end) return;
  block.begin = block.end = 0;
  if (blocks_.size() == 1) return;
  if (spare_.empty()) {
    spare_.splice(spare_.begin(), blocks_, blocks_.begin());
  } else {
    blocks_.pop_front();
  }
}

}  // namespace l05
