// Datagrams, and the report about one that found nobody.
#include "02_wsaeventselect/emulation/datagrams.h"

#include <array>
#include <span>

#include "tests/02_wsaeventselect/emulation/parts.h"
#include "tests/support/wait.h"

namespace l02_test {
namespace {

struct DatagramBench : Bench {
  DatagramBench() : Bench(SOCK_DGRAM) { BindToLoopback(); }
  l02::Outcome SendTo(const l01::Endpoint& to) {
    return datagrams.Send(std::span("hello", 5), 0, to.data(), static_cast<int>(to.size()));
  }
  l02::Datagrams datagrams{kernel, association};
};

TEST(EmulationDatagrams, ArriveWithTheirSendersAddress) {
  DatagramBench one;
  DatagramBench other;
  EXPECT_EQ(5, one.SendTo(other.Local()).value);
  std::array<char, 8> room{};
  l02::AnyAddress from;
  EXPECT_EQ(5, other.datagrams.Receive(room, 0, &from).value);
  EXPECT_EQ(one.Local(), l01::Endpoint(from.data(), from.size));
}

TEST(EmulationDatagrams, UndeliveredOneFailsTheNextReceiveOnce) {
  DatagramBench sender;
  l01::Endpoint dead;
  {
    const DatagramBench gone;
    dead = gone.Local();
  }
  sender.SendTo(dead);
  std::array<char, 8> room{};
  l02::Outcome outcome;
  EXPECT_TRUE(test_support::WaitUntil([&] {
    outcome = sender.datagrams.Receive(room, 0, nullptr);
    return outcome.error != WSAEWOULDBLOCK;
  }));
  EXPECT_EQ(WSAECONNRESET, outcome.error);
  EXPECT_EQ(WSAEWOULDBLOCK, sender.datagrams.Receive(room, 0, nullptr).error);
}

}  // namespace
}  // namespace l02_test
