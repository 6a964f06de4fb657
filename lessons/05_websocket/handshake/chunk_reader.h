// The chunked coding of HTTP (RFC 9112 §7.1), decoded: pieces with their size in front of each.
//
//   5;a=b CR LF  hello CR LF  0 CR LF  Expires: never CR LF  CR LF
//   size ^ an extension       ^ the last chunk, and behind it trailers
//
// The coding itself says where the body ends, so whoever reads it needs neither a length nor the
// end of the connection. Extensions mean nothing to this client. The trailers are not waited for:
// with the last chunk the body is complete.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_CHUNK_READER_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_CHUNK_READER_H_

#include <cstdint>
#include <string>

namespace l05 {

/// Decodes one body. It takes octet by octet, because a piece may end anywhere.
class ChunkReader {
 public:
  /// Takes one octet and appends it to `*data` if it belongs to the data. Not after ended().
  void Take(char c, std::string* data);
  /// The last chunk has come, or what came is no chunk: nothing more can be read.
  bool ended() const { return part_ == Part::kEnd; }

 private:
  enum class Part {
    kSize,       // hexadecimal digits
    kExtension,  // the rest of that line
    kData,       // left_ octets
    kDataEnd,    // the line end behind them
    kEnd,        // see ended()
  };

  Part OfSize(char c);
  Part AfterSizeLine() const { return left_ == 0 ? Part::kEnd : Part::kData; }

  Part part_ = Part::kSize;  // what the next octet belongs to
  std::uint64_t left_ = 0;   // the size as far as it was read; then octets of data to come
  bool has_digits_ = false;  // the size has a digit: an empty line is no last chunk
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_CHUNK_READER_H_
