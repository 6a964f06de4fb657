// The vectors of frames/frame_vectors.txt, which the site's frame explorer is tested on, too.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_FRAME_VECTORS_H_
#define TESTS_05_WEBSOCKET_SUPPORT_FRAME_VECTORS_H_

#include <string>
#include <string_view>
#include <vector>

#include "05_websocket/frames/close_code.h"
#include "05_websocket/frames/frame.h"

namespace ws_test {

/// Octets, and what the reader of a frame says about them.
struct HeaderVector {
  int line = 0;           // in the file
  l05::FrameRules rules;  // who reads
  std::string octets;     // a header, or the beginning of one
  std::string says;       // in the words of Text()
  std::string payload;    // unmasked; empty: not all of it is there
};

/// The payload of a Close frame, and what the reader says about it.
struct CloseVector {
  int line = 0;        // in the file
  std::string octets;  // the payload
  std::string says;    // in the words of Text()
};

/// Octets that are no UTF-8.
struct Utf8Vector {
  std::string name;           // what is wrong
  std::string text;           // the octets
  std::size_t failed_at = 0;  // the first octet that cannot be right
};

/// The vectors of one test. A group that the file does not have is an empty list.
std::vector<HeaderVector> HeaderVectors(std::string_view group);
std::vector<CloseVector> CloseVectors(std::string_view group);
/// All of them.
std::vector<Utf8Vector> Utf8Vectors();

/// A result in the words of the file.
std::string Text(const l05::DecodedHeader& decoded);
std::string Text(const l05::ClosePayload& close);

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_FRAME_VECTORS_H_
