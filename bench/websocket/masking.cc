// Masking a payload and drawing a key, beside memcpy and beside the loop that one writes first.
#include "05_websocket/frames/masking.h"

#include <benchmark/benchmark.h>

#include <cstring>
#include <random>
#include <vector>

#include "05_websocket/frames/random_pool.h"

namespace {

constexpr l05::MaskingKey kKey{0x37, 0xFA, 0x21, 0x3D};

// Octet by octet: what the text of RFC 6455 §5.3 says, word for word.
[[gnu::noinline]] void ByteLoop(char* data, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<char>(data[i] ^ kKey[i % 4]);
}

// Calls `work(to, from, size)` with two blocks that do not overlap.
template <typename Work>
void OnBlocks(benchmark::State& state, Work work) {
  const auto size = static_cast<std::size_t>(state.range(0));
  std::vector<char> to(size, 'x');
  std::vector<char> from(size, 'y');
  for (auto _ : state) {
    work(to.data(), from.data(), size);
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

void Memcpy(benchmark::State& state) {
  OnBlocks(state,
           [](char* to, const char* from, std::size_t size) { std::memcpy(to, from, size); });
}
void Bytes(benchmark::State& state) {
  OnBlocks(state, [](char* to, const char*, std::size_t size) { ByteLoop(to, size); });
}
void Apply(benchmark::State& state) {
  OnBlocks(state, [](char* to, const char*, std::size_t size) { l05::ApplyMask(to, size, kKey); });
}
void Copy(benchmark::State& state) {
  OnBlocks(state, [](char* to, const char* from, std::size_t size) {
    l05::CopyMasked(to, {from, size}, kKey);
  });
}

void Sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(64)->Arg(1024)->Arg(64 * 1024)->Arg(1024 * 1024);
}
BENCHMARK(Memcpy)->Name("mask/memcpy")->Apply(Sizes);
BENCHMARK(Bytes)->Name("mask/byte_loop")->Apply(Sizes);
BENCHMARK(Apply)->Name("mask/lesson05_in_place")->Apply(Sizes);
BENCHMARK(Copy)->Name("mask/lesson05_copy")->Apply(Sizes);

void KeyOfThePool(benchmark::State& state) {
  l05::RandomPool pool;
  for (auto _ : state) benchmark::DoNotOptimize(pool.NextKey());
}
BENCHMARK(KeyOfThePool)->Name("key/lesson05_pool");

void KeyOfRandomDevice(benchmark::State& state) {
  std::random_device device;
  for (auto _ : state) benchmark::DoNotOptimize(device());
}
BENCHMARK(KeyOfRandomDevice)->Name("key/random_device");

void KeyOfTwister(benchmark::State& state) {
  std::mt19937 generator(1);  // can be predicted: forbidden, here for comparison only
  for (auto _ : state) benchmark::DoNotOptimize(generator());
}
BENCHMARK(KeyOfTwister)->Name("key/mt19937");

}  // namespace

BENCHMARK_MAIN();
