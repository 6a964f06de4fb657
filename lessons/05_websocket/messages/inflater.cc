// Gives zlib the payload and the four octets that did not travel, and counts what comes out.
//
// zlib's manual: https://zlib.net/manual.html
#include "05_websocket/messages/inflater.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <new>

#define ZLIB_CONST  // zlib then takes const input
#include <zlib.h>

namespace l05 {
namespace {

constexpr std::string_view kSyncTail{"\x00\x00\xFF\xFF", 4};
// Negative: raw DEFLATE without zlib's header. A window of 15 bits understands what was made with
// a smaller one, 8 included.
constexpr int kRawWindow = -15;
constexpr std::size_t kMaxWindow = 32 * 1024;
constexpr std::size_t kMaxInput = 1U << 30;  // zlib counts in 32 bits
// In data_type: inflate() stands between two blocks.
constexpr int kAtBlockBoundary = 128;

}  // namespace

void Inflater::End::operator()(z_stream_s* stream) const {
  inflateEnd(stream);
  delete stream;
}

Inflater::Inflater(bool no_context_takeover)
    : piece_(std::make_unique_for_overwrite<char[]>(kPieceSize)),
      no_context_takeover_(no_context_takeover) {
  auto stream = std::make_unique<z_stream>();
  if (inflateInit2(stream.get(), kRawWindow) != Z_OK) throw std::bad_alloc();
  stream_.reset(stream.release());
}

Inflater::Status Inflater::Next(std::string_view* input, std::string_view* piece) {
  do {
    const std::size_t size = std::min(input->size(), kMaxInput);
    stream_->next_in = reinterpret_cast<const Bytef*>(input->data());
    stream_->avail_in = static_cast<uInt>(size);
    stream_->next_out = reinterpret_cast<Bytef*>(piece_.get());
    stream_->avail_out = kPieceSize;
    const int result = inflate(stream_.get(), Z_SYNC_FLUSH);
    const std::size_t used = size - stream_->avail_in;
    const std::size_t made = kPieceSize - stream_->avail_out;
    input->remove_prefix(used);
    if (used > 0) empty_ = after_final_block_ = false;
    if (result == Z_STREAM_END) {
      StartAgainWithTheSameWindow();
    } else if (result != Z_OK && result != Z_BUF_ERROR) {  // Z_BUF_ERROR: there was nothing to do
      // What came before the error is handed out first, or the way in which TCP cut the data would
      // decide what is found: a limit exceeded there, or this error. zlib repeats it.
      if (made == 0) return Status::kCorrupt;
    }
    if (made > 0) {
      *piece = {piece_.get(), made};
      return Status::kPiece;
    }
  } while (!input->empty());
  return Status::kDone;
}

// A block may say "I am the last one" in the middle of a message (§7.2.3.4). For zlib that is the
// end of its stream, for us it is not: the next block may refer to what came before, so the window
// must survive the reset.
void Inflater::StartAgainWithTheSameWindow() {
  std::array<Bytef, kMaxWindow> window{};
  uInt size = 0;
  inflateGetDictionary(stream_.get(), window.data(), &size);
  inflateReset(stream_.get());
  inflateSetDictionary(stream_.get(), window.data(), size);
  after_final_block_ = true;
}

std::string_view Inflater::Tail() const {
  return empty_ || after_final_block_ ? std::string_view() : kSyncTail;
}

bool Inflater::EndMessage() {
  const bool whole = empty_ || after_final_block_ || (stream_->data_type & kAtBlockBoundary) != 0;
  if (no_context_takeover_) inflateReset(stream_.get());
  after_final_block_ = false;
  empty_ = true;
  return whole;
}

}  // namespace l05
