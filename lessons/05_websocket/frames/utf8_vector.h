// UTF-8, sixteen octets at a time: for long texts, in front of the automaton of utf8.h.
#ifndef LESSONS_05_WEBSOCKET_FRAMES_UTF8_VECTOR_H_
#define LESSONS_05_WEBSOCKET_FRAMES_UTF8_VECTOR_H_

#include <cstddef>
#include <string_view>

namespace l05 {

/// How many octets at the beginning of `text` are whole, valid characters. The answer may be too
/// small, never too large: the mistake, if there is one, follows within 64 octets. `text` begins
/// between two characters. 0 on a processor that cannot do this. Any thread.
std::size_t ValidUtf8Prefix(std::string_view text);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_FRAMES_UTF8_VECTOR_H_
