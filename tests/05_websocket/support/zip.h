// permessage-deflate with bare zlib: the second opinion on the lesson's own codec.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_ZIP_H_
#define TESTS_05_WEBSOCKET_SUPPORT_ZIP_H_

#include <zlib.h>

#include <string>

namespace ws_test {

/// Compresses messages; each may refer to the ones before.
class Zip {
 public:
  explicit Zip(int window_bits = 15);
  ~Zip();
  Zip(const Zip&) = delete;
  Zip& operator=(const Zip&) = delete;

  /// The payload of the message, without the four octets that RFC 7692 §7.2.1 takes off.
  std::string Message(const std::string& text);
  /// Forgets what was sent.
  void Forget() { deflateReset(&stream_); }

 private:
  z_stream stream_{};
};

/// The reverse. @throws std::runtime_error for octets that are no DEFLATE data.
class Unzip {
 public:
  explicit Unzip(int window_bits = 15);
  ~Unzip();
  Unzip(const Unzip&) = delete;
  Unzip& operator=(const Unzip&) = delete;

  std::string Message(const std::string& payload);
  void Forget() { inflateReset(&stream_); }

 private:
  z_stream stream_{};
};

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_ZIP_H_
