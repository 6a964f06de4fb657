// Who waits at a listener.
#include "02_wsaeventselect/emulation/callers.h"

#include "tests/02_wsaeventselect/emulation/parts.h"

namespace l02_test {
namespace {

struct Door : Bench {
  Door() {
    BindToLoopback();
    EXPECT_TRUE(callers.Listen(4).ok());
    SelectAll();
  }
  long LookAndTake() {
    callers.Look();
    return Take();
  }
  l02::Callers callers{kernel, association};
};

TEST(EmulationCallers, ListenNeedsALocalAddress) {
  Bench bench;
  l02::Callers callers(bench.kernel, bench.association);
  EXPECT_EQ(WSAEINVAL, callers.Listen(4).error);
  EXPECT_FALSE(callers.listening());
}

TEST(EmulationCallers, AcceptReEnablesFdAcceptForTheNextCaller) {
  Door door;
  const l01::Socket first = l01::ConnectTo(door.Local());
  const l01::Socket second = l01::ConnectTo(door.Local());
  EXPECT_EQ(FD_ACCEPT, door.LookAndTake());
  EXPECT_EQ(0, door.LookAndTake());
  l02::Caller caller;
  EXPECT_TRUE(door.callers.Accept({}, caller).ok());
  EXPECT_EQ(l01::Endpoint(caller.address.data(), caller.address.size), first.LocalEndpoint());
  EXPECT_EQ(FD_ACCEPT, door.Take());
}

TEST(EmulationCallers, DeferredCallerIsTheNextOne) {
  Door door;
  const l01::Socket client = l01::ConnectTo(door.Local());
  l02::Caller caller;
  const auto defer = [](const l02::AnyAddress&) { return CF_DEFER; };
  EXPECT_EQ(WSATRY_AGAIN, door.callers.Accept(defer, caller).error);
  EXPECT_TRUE(door.callers.Accept({}, caller).ok());
  EXPECT_EQ(l01::Endpoint(caller.address.data(), caller.address.size), client.LocalEndpoint());
}

}  // namespace
}  // namespace l02_test
