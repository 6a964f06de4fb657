// Is it UTF-8? 64 KiB of three kinds of text.
#include "05_websocket/frames/utf8.h"

#include <benchmark/benchmark.h>

#include "websocket/texts.h"

namespace {

constexpr std::size_t kSize = 64 * 1024;

void AtOnce(benchmark::State& state, std::string_view text) {
  const std::string octets = bench::Repeated(text, kSize);
  for (auto _ : state) {
    if (!l05::IsUtf8(octets)) return state.SkipWithError("not valid");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kSize));
}
BENCHMARK_CAPTURE(AtOnce, ascii, bench::kAsciiText)->Name("utf8/lesson05/ascii");
BENCHMARK_CAPTURE(AtOnce, chinese, bench::kChineseText)->Name("utf8/lesson05/chinese");
BENCHMARK_CAPTURE(AtOnce, mixed, bench::kMixedText)->Name("utf8/lesson05/mixed");

}  // namespace

BENCHMARK_MAIN();
