// Options that are remembered here, because the kernel's form is another one.
#include "02_wsaeventselect/emulation/options.h"

#include <span>

#include "tests/02_wsaeventselect/emulation/parts.h"

namespace l02_test {
namespace {

template <typename Value>
std::span<char> BytesOf(Value& value) {
  return {reinterpret_cast<char*>(&value), sizeof value};
}

TEST(EmulationOptions, TimeOutsAreMilliseconds) {
  const Bench bench;
  l02::SocketOptions options(bench.kernel);
  DWORD timeout = 1500;
  EXPECT_TRUE(options.Set(SOL_SOCKET, SO_RCVTIMEO, BytesOf(timeout)).ok());
  EXPECT_EQ(std::chrono::milliseconds(1500), options.receive_timeout());
  EXPECT_EQ(std::chrono::milliseconds(0), options.send_timeout());
}

TEST(EmulationOptions, BufferSizeReadsBackAsItWasSet) {
  const Bench bench;
  l02::SocketOptions options(bench.kernel);
  int bytes = 10000;
  EXPECT_TRUE(options.Set(SOL_SOCKET, SO_SNDBUF, BytesOf(bytes)).ok());
  int read = 0;
  int size = 0;
  EXPECT_TRUE(options.Get(SOL_SOCKET, SO_SNDBUF, BytesOf(read), size).ok());
  EXPECT_EQ(bytes, read);
}

}  // namespace
}  // namespace l02_test
