// Half of a surrogate pair in JSON, as JavaScript writes it.
//
// JSON.stringify writes a text that was cut inside an emoji with one half of its surrogate pair:
// "Zo\ud83d". RFC 8259 §8.2 names exactly this text as one that the grammar allows. The JSON
// library does not take it: it would drop the whole message.
#ifndef LESSONS_05_WEBSOCKET_PROTOO_LONE_SURROGATES_H_
#define LESSONS_05_WEBSOCKET_PROTOO_LONE_SURROGATES_H_

#include <string>
#include <string_view>

namespace l05 {

/// The JSON `text` with U+FFFD in the place of each half. Everything else stays as it is, also what
/// is no JSON.
std::string WithoutLoneSurrogates(std::string_view text);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROTOO_LONE_SURROGATES_H_
