// One piece of memory: used octets leave at its front, new ones come in at its end.
#include "05_websocket/messages/receive_buffer.h"

#include <cassert>
#include <cstring>

namespace l05 {
namespace {

// A read into fewer octets than this is not worth its system call.
constexpr std::size_t kMinRoom = 16 * 1024;
// After a message larger than this the memory goes back instead of waiting for the next one.
constexpr std::size_t kKeepAtMost = 1024 * 1024;

}  // namespace

std::span<char> ReceiveBuffer::WriteSpace() {
  if (storage_.empty()) storage_.resize(kInitialCapacity);
  if (storage_.size() - end_ < kMinRoom && begin_ > 0) {
    // What is here is at most one unfinished frame: the reader used up everything before it.
    std::memmove(storage_.data(), storage_.data() + begin_, size());
    end_ -= begin_;
    begin_ = 0;
  }
  if (storage_.size() - end_ < kMinRoom) storage_.resize(storage_.size() * 2);
  return std::span<char>(storage_).subspan(end_);
}

void ReceiveBuffer::Commit(std::size_t size) {
  assert(size <= storage_.size() - end_);
  end_ += size;
}

void ReceiveBuffer::Consume(std::size_t size) {
  assert(size <= this->size());
  begin_ += size;
  if (begin_ != end_) return;
  begin_ = end_ = 0;
  if (storage_.size() > kKeepAtMost) {
    storage_ = std::vector<char>();
  }
}

}  // namespace l05
