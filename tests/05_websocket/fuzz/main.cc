// The entry point of libFuzzer (https://llvm.org/docs/LibFuzzer.html), once per target.
#include <cstddef>
#include <cstdint>

#include "tests/05_websocket/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const void* const octets = data;
  ws_fuzz::NETLADDER_FUZZ_TARGET({static_cast<const char*>(octets), size});
  return 0;
}
