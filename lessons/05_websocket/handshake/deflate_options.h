// What one end may ask of permessage-deflate (RFC 7692 §7.1), and what both ends agreed on.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_DEFLATE_OPTIONS_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_DEFLATE_OPTIONS_H_

#include <cstddef>

namespace l05 {

/// The largest window of DEFLATE: 2^15 octets. Also what counts when nobody names a window.
inline constexpr int kMaxWindowBits = 15;

/// The four parameters of an offer, and two choices that never travel.
struct DeflateOptions {
  bool server_no_context_takeover = false;  // ask the server to forget after each message
  bool client_no_context_takeover = false;  // announce that we forget after each message
  int server_max_window_bits = 0;           // 8…15: the server's window at most; 0: do not ask
  int client_max_window_bits = kMaxWindowBits;  // 8…15: our window at most, and the server may ask
                                                // for less; 0: the server may not ask
  int level = 6;              // zlib's effort, 1 (fast) … 9 (small)
  std::size_t min_size = 64;  // shorter messages are sent uncompressed
};

/// What was agreed on for one connection.
struct DeflateParameters {
  bool server_no_context_takeover = false;      // the server forgets after each message
  bool client_no_context_takeover = false;      // the client does
  int server_max_window_bits = kMaxWindowBits;  // how far back the server may refer, as 2^n octets
  int client_max_window_bits = kMaxWindowBits;  // how far back the client may
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_DEFLATE_OPTIONS_H_
