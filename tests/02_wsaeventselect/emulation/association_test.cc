// Record, latch and event, without a connection.
#include "tests/02_wsaeventselect/emulation/parts.h"

namespace l02_test {
namespace {

TEST(EmulationAssociation, PostsAnEventOnceUntilItIsUnlatched) {
  Bench bench;
  bench.SelectAll();
  bench.association.Post(FD_READ_BIT);
  EXPECT_EQ(FD_READ, bench.Take());
  bench.association.Post(FD_READ_BIT);
  EXPECT_EQ(0, bench.Take());
  bench.association.Unlatch(FD_READ);
  bench.association.Post(FD_READ_BIT);
  EXPECT_EQ(FD_READ, bench.Take());
}

TEST(EmulationAssociation, SignalsOnlyForWhatIsSelected) {
  Bench bench;
  bench.association.Select(bench.event, FD_READ);
  bench.association.Post(FD_WRITE_BIT);
  EXPECT_FALSE(bench.event->signalled());
  bench.association.Post(FD_READ_BIT);
  EXPECT_TRUE(bench.event->signalled());
}

TEST(EmulationAssociation, WantsWhatIsSelectedAndNotLatched) {
  Bench bench;
  EXPECT_FALSE(bench.association.Wants(FD_READ));
  bench.association.Select(bench.event, FD_READ);
  EXPECT_TRUE(bench.association.Wants(FD_READ));
  bench.association.Post(FD_READ_BIT);
  EXPECT_FALSE(bench.association.Wants(FD_READ));
}

TEST(EmulationAssociation, WhatNobodyEnumeratedSignalsTheNextEvent) {
  Bench bench;
  bench.SelectAll();
  bench.association.Post(FD_READ_BIT);
  const auto next = std::make_shared<l02::EmulatedEvent>(true, false);
  bench.association.Select(next, FD_READ);
  EXPECT_TRUE(next->signalled());
  EXPECT_TRUE(bench.association.IsTiedTo(next.get()));
  EXPECT_FALSE(bench.association.IsTiedTo(bench.event.get()));
}

TEST(EmulationAssociation, CountsBytesOfASocketAndCallersOfAListener) {
  ConnectedBench pair;
  EXPECT_EQ(0U, pair.bench.kernel.CountArrivals());
  pair.peer.SendAll(std::as_bytes(std::span("hello", 5)));
  EXPECT_NE(0, pair.bench.kernel.Ready(POLLIN));
  EXPECT_EQ(5U, pair.bench.kernel.CountArrivals());

  Bench listener;
  listener.BindToLoopback();
  ASSERT_EQ(0, ::listen(listener.kernel.fd(), 4));
  const l01::Socket client = l01::ConnectTo(listener.Local());
  EXPECT_EQ(1U, listener.kernel.CountArrivals());
}

}  // namespace
}  // namespace l02_test
