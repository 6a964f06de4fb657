// The same frames read by Boost.Beast from a stream in memory. A part of the program bench_parsing,
// if Beast is there.
#include <benchmark/benchmark.h>
#include <utility>  // before Boost 1.74, which uses std::exchange and forgets to include it

#include <boost/asio/io_context.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include "websocket/frame_source.h"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

// What Beast takes for a socket: it reads from the source, and what is written is dropped.
class MemoryStream {
 public:
  using executor_type = asio::io_context::executor_type;
  MemoryStream(asio::io_context& context, bench::FrameSource& source)
      : context_(context), source_(source) {}
  executor_type get_executor() { return context_.get_executor(); }

  template <typename Buffers>
  std::size_t read_some(const Buffers& buffers, beast::error_code& error) {
    error = {};
    for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers);
         ++it) {
      const asio::mutable_buffer first(*it);
      if (first.size() > 0) return source_.Read(first.data(), first.size());
    }
    return 0;
  }
  template <typename Buffers>
  std::size_t read_some(const Buffers& buffers) {
    beast::error_code error;
    return read_some(buffers, error);
  }
  template <typename Buffers>
  std::size_t write_some(const Buffers& buffers, beast::error_code& error) {
    error = {};
    return beast::buffer_bytes(buffers);
  }
  template <typename Buffers>
  std::size_t write_some(const Buffers& buffers) {
    return beast::buffer_bytes(buffers);
  }

 private:
  asio::io_context& context_;
  bench::FrameSource& source_;
};

// Beast asks for it when a connection ends, and ours does not.
[[maybe_unused]] void teardown(beast::role_type, MemoryStream&, beast::error_code& error) {
  error = {};
}

constexpr const char* kRequest =
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

void Beast(benchmark::State& state) {
  bench::FrameSource source(static_cast<std::size_t>(state.range(0)));
  asio::io_context context(1);
  beast::websocket::stream<MemoryStream> stream(context, source);
  stream.accept(asio::buffer(kRequest, std::strlen(kRequest)));
  beast::flat_buffer buffer;
  for (auto _ : state) {
    const std::size_t size = stream.read(buffer);
    benchmark::DoNotOptimize(buffer.data());
    buffer.consume(size);
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Beast)->Name("parse/beast")->Arg(32)->Arg(125)->Arg(1024)->Arg(60'000);

}  // namespace
