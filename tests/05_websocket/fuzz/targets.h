// What libFuzzer calls: one function per parser that reads what a stranger sent.
//
// Each takes any octets and aborts if a promise of the code is broken. The same functions run over
// the committed corpus as ordinary tests, so that a case found once is never forgotten.
#ifndef TESTS_05_WEBSOCKET_FUZZ_TARGETS_H_
#define TESTS_05_WEBSOCKET_FUZZ_TARGETS_H_

#include <cstdlib>
#include <string_view>

namespace ws_fuzz {

/// An address that was accepted means the same when it is written out and read again.
void FuzzUri(std::string_view octets);
/// The answer to a handshake is judged alike, however TCP cuts it.
void FuzzHandshake(std::string_view octets);
/// Frames give the same events, however TCP cuts them, and never more than the limits allow.
void FuzzFrames(std::string_view octets);
/// Inflating ends and is bounded; what was deflated comes back.
void FuzzDeflate(std::string_view octets);
/// No text makes the protoo parser throw, and what it accepted survives being written out.
void FuzzProtoo(std::string_view octets);

/// A promise: a fuzzer notices nothing but the end of the process.
inline void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace ws_fuzz

#endif  // TESTS_05_WEBSOCKET_FUZZ_TARGETS_H_
