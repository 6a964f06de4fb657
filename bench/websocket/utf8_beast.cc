// The same texts checked by Boost.Beast. A part of the program bench_utf8, if Beast is there.
#include <benchmark/benchmark.h>

#include <boost/beast/websocket/detail/utf8_checker.hpp>

#include "websocket/texts.h"

namespace {

constexpr std::size_t kSize = 64 * 1024;

void Beast(benchmark::State& state, std::string_view text) {
  const std::string octets = bench::Repeated(text, kSize);
  for (auto _ : state) {
    const bool valid = boost::beast::websocket::detail::check_utf8(octets.data(), octets.size());
    if (!valid) return state.SkipWithError("not valid");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kSize));
}
BENCHMARK_CAPTURE(Beast, ascii, bench::kAsciiText)->Name("utf8/beast/ascii");
BENCHMARK_CAPTURE(Beast, chinese, bench::kChineseText)->Name("utf8/beast/chinese");
BENCHMARK_CAPTURE(Beast, mixed, bench::kMixedText)->Name("utf8/beast/mixed");

}  // namespace
