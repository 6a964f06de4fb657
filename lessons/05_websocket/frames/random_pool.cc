// Asks the system for many octets at once and hands out four at a time.
#include "05_websocket/frames/random_pool.h"

#include <cstring>
#include <utility>

#include "05_websocket/frames/crypto.h"

namespace l05 {

RandomPool::RandomPool() : RandomPool(FillRandom) {}

RandomPool::RandomPool(Source source) : source_(std::move(source)), block_{} {}

// [next key]
MaskingKey RandomPool::NextKey() {
  if (next_ == block_.size()) {
    source_(block_);  // if this throws, next_ still says "empty" and no old key comes back
    next_ = 0;
  }
  MaskingKey key{};
  std::memcpy(key.data(), block_.data() + next_, key.size());
  next_ += key.size();
  return key;
}
// [next key]

}  // namespace l05
