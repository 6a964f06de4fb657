// Texts to check and to send: ASCII, Chinese, and both mixed as in a chat message in JSON.
#ifndef BENCH_WEBSOCKET_TEXTS_H_
#define BENCH_WEBSOCKET_TEXTS_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace bench {

inline constexpr std::string_view kAsciiText = R"({"method": "notify", "id": 4711, "ok": true} )";
inline constexpr std::string_view kChineseText = "事件驱动的网络编程从一个阻塞的套接字开始";
inline constexpr std::string_view kMixedText =
    R"({"peer": "陈松", "text": "事件循环 event loop"} )";

/// `size` octets of `text`, over and over; what would be half a character at the end is blanks.
inline std::string Repeated(std::string_view text, std::size_t size) {
  std::string all;
  while (all.size() < size) all += text;
  std::size_t end = size;
  while ((static_cast<unsigned char>(all[end]) & 0xC0) == 0x80) --end;
  all.resize(end);
  all.resize(size, ' ');
  return all;
}

}  // namespace bench

#endif  // BENCH_WEBSOCKET_TEXTS_H_
