// zlib's deflate, and the four octets at the end of each message that do not travel.
//
// zlib's manual: https://zlib.net/manual.html
#include "05_websocket/messages/deflater.h"

#include <algorithm>
#include <cassert>
#include <new>

#define ZLIB_CONST  // zlib then takes const input
#include <zlib.h>

namespace l05 {
namespace {

constexpr std::size_t kTailSize = 4;         // 00 00 FF FF, which ends what zlib flushes
constexpr std::size_t kMaxInput = 1U << 30;  // zlib counts in 32 bits
constexpr std::size_t kMinRoom = 16 * 1024;
// After a message larger than this its memory goes back instead of waiting for the next one.
constexpr std::size_t kKeepAtMost = 1024 * 1024;
constexpr int kMemoryLevel = 8;  // zlib's default: 128 KiB of hash tables beside the window

}  // namespace

void Deflater::End::operator()(z_stream_s* stream) const {
  deflateEnd(stream);
  delete stream;
}

// zlib has no raw window of 8 bits. With 9 it looks back at most 2^9 - 262 = 250 octets, because it
// keeps room for one match; that fits into the 256 octets which the other end keeps.
Deflater::Deflater(int level, int window_bits, bool no_context_takeover)
    : no_context_takeover_(no_context_takeover) {
  auto stream = std::make_unique<z_stream>();
  const int raw_window = -std::max(window_bits, 9);  // negative: without zlib's header
  if (deflateInit2(stream.get(), level, Z_DEFLATED, raw_window, kMemoryLevel, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw std::bad_alloc();
  }
  stream_.reset(stream.release());
}

std::string_view Deflater::Compress(std::string_view message) {
  // Asked to flush twice with nothing in between, zlib gives nothing. §7.2.3.6 says what is meant.
  if (message.empty()) return {"\0", 1};
  if (output_.size() > kKeepAtMost) output_ = std::vector<char>();
  size_ = 0;
  while (!message.empty()) {
    const std::string_view part = message.substr(0, kMaxInput);
    message.remove_prefix(part.size());
    stream_->next_in = reinterpret_cast<const Bytef*>(part.data());
    stream_->avail_in = static_cast<uInt>(part.size());
    Run(message.empty() ? Z_SYNC_FLUSH : Z_NO_FLUSH);
  }
  if (no_context_takeover_) deflateReset(stream_.get());
  // The end of a flush is always the same, so it does not travel: the receiver puts it back.
  assert(size_ > kTailSize);
  return {output_.data(), size_ - kTailSize};
}

void Deflater::Run(int flush) {
  do {
    if (output_.size() - size_ < kMinRoom) output_.resize(std::max(output_.size() * 2, kMinRoom));
    const std::size_t room = std::min(output_.size() - size_, kMaxInput);
    stream_->next_out = reinterpret_cast<Bytef*>(output_.data() + size_);
    stream_->avail_out = static_cast<uInt>(room);
    deflate(stream_.get(), flush);
    size_ += room - stream_->avail_out;
  } while (stream_->avail_out == 0);
}

}  // namespace l05
