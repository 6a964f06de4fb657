// Where OpenSSL reads and writes: two strings instead of a socket.
//
// OpenSSL can drive a socket itself, and then each of its calls may ask for readability or for
// writability, whatever the caller wanted ("want read", "want write"): a read may first have to
// send the answer to a new key. With a pipe in between it never waits for the network. What arrived
// goes in, what must be sent comes out, and the loop does the rest. Private to the TLS sources.
#ifndef LESSONS_05_WEBSOCKET_TLS_PIPE_H_
#define LESSONS_05_WEBSOCKET_TLS_PIPE_H_

#include <cstddef>
#include <string>
#include <string_view>

struct bio_st;  // OpenSSL's BIO

namespace l05 {

/// Octets in one direction, first in, first out.
class OctetFifo {
 public:
  /// Adds octets at the end.
  void Append(std::string_view octets);
  /// What is there.
  std::string_view data() const { return std::string_view(octets_).substr(begin_); }
  /// Drops the first `size` octets.
  void Consume(std::size_t size);

 private:
  std::string octets_;     // the content, behind what was consumed
  std::size_t begin_ = 0;  // first octet of the content
};

/// Both directions of one TLS connection, in ciphertext.
struct TlsPipe {
  OctetFifo input;   // received and not read by OpenSSL yet
  OctetFifo output;  // written by OpenSSL and not sent yet
};

/// A BIO that reads and writes `pipe`, which must outlive it. The caller owns the result.
/// @throws std::bad_alloc.
bio_st* MakePipeBio(TlsPipe* pipe);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_TLS_PIPE_H_
