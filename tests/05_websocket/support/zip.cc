// zlib, used directly.
#include "tests/05_websocket/support/zip.h"

#include <array>
#include <stdexcept>
#include <string_view>

namespace ws_test {
namespace {

constexpr std::string_view kTail("\x00\x00\xFF\xFF", 4);

void SetInput(z_stream* stream, std::string* text) {
  void* const octets = text->data();
  stream->next_in = static_cast<Bytef*>(octets);
  stream->avail_in = static_cast<uInt>(text->size());
}

// Calls `step` until it fills no more room.
template <typename Step>
std::string Run(z_stream* stream, Step step) {
  std::string out;
  std::array<Bytef, 65536> room;
  do {
    stream->next_out = room.data();
    stream->avail_out = static_cast<uInt>(room.size());
    const int result = step(stream);
    if (result != Z_OK && result != Z_BUF_ERROR) throw std::runtime_error("zlib");
    const void* const made = room.data();
    out.append(static_cast<const char*>(made), room.size() - stream->avail_out);
  } while (stream->avail_out == 0);
  return out;
}

}  // namespace

Zip::Zip(int window_bits) {
  deflateInit2(&stream_, 9, Z_DEFLATED, -window_bits, 8, Z_DEFAULT_STRATEGY);
}

Zip::~Zip() {
  deflateEnd(&stream_);
}

std::string Zip::Message(const std::string& text) {
  std::string input = text;
  SetInput(&stream_, &input);
  std::string out = Run(&stream_, [](z_stream* s) { return deflate(s, Z_SYNC_FLUSH); });
  if (!out.ends_with(kTail)) return out;
  out.resize(out.size() - kTail.size());
  // A message without text is one octet: an empty block's header (§7.2.3.6).
  return out.empty() ? std::string(1, '\0') : out;
}

Unzip::Unzip(int window_bits) {
  inflateInit2(&stream_, -window_bits);
}

Unzip::~Unzip() {
  inflateEnd(&stream_);
}

std::string Unzip::Message(const std::string& payload) {
  std::string input = payload + std::string(kTail);
  SetInput(&stream_, &input);
  return Run(&stream_, [](z_stream* s) { return inflate(s, Z_SYNC_FLUSH); });
}

}  // namespace ws_test
