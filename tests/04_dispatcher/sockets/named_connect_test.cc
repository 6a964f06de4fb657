// Connecting by name: look-up on another thread, every address tried, one outcome.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "04_dispatcher/sockets/resolver.h"
#include "tests/04_dispatcher/support/support.h"
#include "tests/support/three_addresses.h"

namespace l04 {
namespace {

using State = AsyncSocket::State;
using testing::HasSubstr;

class NamedConnectTest : public LoopTest {
 protected:
  std::uint16_t PortOf(AsyncSocket& socket) const { return socket.GetLocalAddress().port(); }
  // The world's loopback address as a host; getaddrinfo gives this one and no other.
  std::string Numeric() const { return GetParam().family == AF_INET ? "127.0.0.1" : "::1"; }
  // A TCP socket of the other family than this world's.
  std::unique_ptr<AsyncSocket> MakeOther() {
    return loop_.CreateAsyncSocket(GetParam().family == AF_INET ? AF_INET6 : AF_INET, SOCK_STREAM);
  }
};

TEST_P(NamedConnectTest, ReachesAHostThatHasAnAddressOfTheOtherFamilyOnly) {
  const auto listener = MakeListener();
  const auto client = MakeOther();
  Recorder recorder(*client);
  EXPECT_EQ(client->Connect(Numeric(), PortOf(*listener)), 0);
  EXPECT_EQ(client->GetState(), State::kConnecting);
  EXPECT_EQ(recorder.heard, "");
  ASSERT_TRUE(Pump([&] { return recorder.Count("write") == 1; }));
  EXPECT_EQ(recorder.heard, "connect write ");
  EXPECT_EQ(client->GetRemoteAddress(), listener->GetLocalAddress());
}

TEST_P(NamedConnectTest, TriesEveryAddressOfTheName) {
  // "localhost" may have one address or two; the listener has the last one.
  const std::vector<l01::Endpoint> addresses = l01::Resolve("localhost", 0);
  const auto listener = loop_.CreateAsyncSocket(addresses.back().family(), SOCK_STREAM);
  ASSERT_EQ(listener->Bind(addresses.back()), 0);
  ASSERT_EQ(listener->Listen(4), 0);
  const auto client = Make();
  Recorder recorder(*client);
  EXPECT_EQ(client->Connect("localhost", PortOf(*listener)), 0);
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  EXPECT_EQ(recorder.Count("close"), 0) << "an address that fails is no failure of the whole";
}

#ifdef __linux__
// Listeners have the second and the third of three addresses, and nobody has the first.
TEST_P(NamedConnectTest, TriesTheAddressesOneAfterTheOtherAndLooksThemUpOnAnotherThread) {
  const test_support::ThreeAddresses name;
  const auto listener = loop_.CreateAsyncSocket(AF_INET, SOCK_STREAM);
  ASSERT_EQ(listener->Bind(l01::Resolve(name.addresses()[1], 0).front()), 0);
  ASSERT_EQ(listener->Listen(4), 0);
  const auto behind = loop_.CreateAsyncSocket(AF_INET, SOCK_STREAM);
  ASSERT_EQ(behind->Bind(l01::Resolve(name.addresses()[2], PortOf(*listener)).front()), 0);
  ASSERT_EQ(behind->Listen(4), 0);
  const auto client = Make();
  Recorder recorder(*client);
  EXPECT_EQ(client->Connect(name.host(), PortOf(*listener)), 0);
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  EXPECT_EQ(client->GetRemoteAddress(), listener->GetLocalAddress());
  PumpQuietly();
  EXPECT_EQ(behind->Accept(nullptr), nullptr) << "one that answers is enough";
  EXPECT_EQ(recorder.Count("close"), 0) << "an address that fails is no failure of the whole";
  EXPECT_NE(name.asked_by(), std::this_thread::get_id()) << "getaddrinfo blocks";
}

TEST_P(NamedConnectTest, TriesTheLastAddressToo) {
  const test_support::ThreeAddresses name;
  const auto listener = loop_.CreateAsyncSocket(AF_INET, SOCK_STREAM);
  ASSERT_EQ(listener->Bind(l01::Resolve(name.addresses()[2], 0).front()), 0);
  ASSERT_EQ(listener->Listen(4), 0);
  const auto client = Make();
  Recorder recorder(*client);
  EXPECT_EQ(client->Connect(name.host(), PortOf(*listener)), 0);
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  EXPECT_EQ(recorder.heard.substr(0, 8), "connect ");
}

TEST_P(NamedConnectTest, FailsOnceWhenTheLastAddressHasFailed) {
  const test_support::ThreeAddresses name;
  const auto client = Make();
  Recorder recorder(*client);
  EXPECT_EQ(client->Connect(name.host(), DeadEndpoint().port()), 0);
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_EQ(recorder.heard, "close ");
}
#endif

TEST_P(NamedConnectTest, SaysWhyItsAddressCannotBeReached) {
  const auto client = Make();
  Recorder recorder(*client);
  EXPECT_EQ(client->Connect(Numeric(), DeadEndpoint().port()), 0);
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_EQ(recorder.heard, "close ");
  EXPECT_EQ(client->ErrorText(recorder.close_error), "Connection refused");
  EXPECT_EQ(client->GetState(), State::kClosed);
}

TEST_P(NamedConnectTest, FailsWithTheNameIfItHasNoAddress) {
  const auto client = Make();
  Recorder recorder(*client);
  EXPECT_EQ(client->Connect("no such host.invalid", 80), 0);
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_NE(recorder.close_error, 0);
  EXPECT_THAT(client->ErrorText(recorder.close_error), HasSubstr("no such host.invalid"));
  EXPECT_EQ(client->GetState(), State::kClosed);
}

TEST_P(NamedConnectTest, AnAddressThatDoesNotAnswerCostsNoMoreThanItsTime) {
  if (IsFake()) GTEST_SKIP() << "in the network in memory everybody answers";
  const auto listener = Make();
  ASSERT_EQ(listener->Bind(Loopback()), 0);
  ASSERT_EQ(listener->Listen(0), 0);
  // Nobody accepts, and once the queue is full the system answers nobody.
  std::vector<std::unique_ptr<AsyncSocket>> waiting;
  for (int i = 0; i < 4; ++i) {
    waiting.push_back(Make());
    waiting.back()->Connect(listener->GetLocalAddress());
  }
  loop_.Wait(5, true);
  const auto client = Make();
  Recorder recorder(*client);
  EXPECT_EQ(client->Connect(Numeric(), PortOf(*listener), std::chrono::milliseconds(50)), 0);
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_EQ(recorder.heard, "close ");
  EXPECT_NE(recorder.close_error, 0);
  EXPECT_EQ(client->GetState(), State::kClosed);
}

TEST_P(NamedConnectTest, ASecondConnectIsRefusedWhileTheNameIsLookedUp) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  ASSERT_EQ(client->Connect(Numeric(), PortOf(*listener)), 0);
  EXPECT_EQ(client->Connect(Numeric(), PortOf(*listener)), -1);
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), -1);
  EXPECT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  EXPECT_EQ(recorder.Count("close"), 0);
}

TEST_P(NamedConnectTest, CloseWhileTheNameIsLookedUpEndsItSilently) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  client->Connect(Numeric(), PortOf(*listener));
  client->Close();
  EXPECT_EQ(client->GetState(), State::kClosed);
  PumpQuietly();
  EXPECT_EQ(recorder.heard, "");
  EXPECT_EQ(client->Connect(listener->GetLocalAddress()), 0);
  EXPECT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
}

TEST_P(NamedConnectTest, ASocketMayDieWhileItsNameIsLookedUp) {
  Make()->Connect("localhost", 9);
  PumpQuietly();
}

TEST_P(NamedConnectTest, ItsHandlersMayDestroyTheSocket) {
  const auto listener = MakeListener();
  auto client = Make();
  const Connection on_connect =
      client->SignalConnectEvent.connect([&](AsyncSocket*) { client.reset(); });
  client->Connect(Numeric(), PortOf(*listener));
  EXPECT_TRUE(Pump([&] { return client == nullptr; }));

  auto failing = Make();
  const Connection on_close =
      failing->SignalCloseEvent.connect([&](AsyncSocket*, int) { failing.reset(); });
  failing->Connect("no such host.invalid", 80);
  EXPECT_TRUE(Pump([&] { return failing == nullptr; }));
}

TEST_P(NamedConnectTest, KeepsTheOptionsForTheSocketOfTheOtherFamily) {
  const auto listener = MakeListener();
  const auto client = MakeOther();
  Recorder recorder(*client);
  ASSERT_EQ(client->SetOption(Option::kNoDelay, 1), 0);
  client->Connect(Numeric(), PortOf(*listener));
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  int value = 0;
  EXPECT_EQ(client->GetOption(Option::kNoDelay, &value), 0);
  EXPECT_NE(value, 0);
}

TEST_P(NamedConnectTest, AClosedSocketMayConnectByNameAndANumberAfterwards) {
  const auto listener = MakeListener();
  const auto client = Make();
  Recorder recorder(*client);
  client->Close();
  client->Connect(Numeric(), PortOf(*listener));
  ASSERT_TRUE(Pump([&] { return recorder.Count("connect") == 1; }));
  client->Close();
  client->Connect(DeadEndpoint());
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_EQ(client->ErrorText(recorder.close_error), "Connection refused");
}

INSTANTIATE_IN_ALL_WORLDS(NamedConnectTest);

class ResolverTest : public LoopTest {
 protected:
  // Looks `host` up and waits for the answer.
  void LookUp(const std::string& host) {
    bool done = false;
    resolver_.Start(host, 80, [&](std::vector<l01::Endpoint> addresses, std::string error) {
      addresses_ = std::move(addresses);
      error_ = std::move(error);
      done = true;
    });
    EXPECT_FALSE(done) << "no callback inside Start";
    EXPECT_TRUE(Pump([&] { return done; }));
  }

  std::vector<l01::Endpoint> addresses_;
  std::string error_;
  Resolver resolver_{loop_};
};

TEST_P(ResolverTest, FindsTheAddressesOfAName) {
  LookUp("localhost");
  ASSERT_FALSE(addresses_.empty());
  EXPECT_EQ(addresses_.front().port(), 80);
  EXPECT_EQ(error_, "");
}

TEST_P(ResolverTest, SaysWhyANameHasNone) {
  LookUp("no such host.invalid");
  EXPECT_TRUE(addresses_.empty());
  EXPECT_THAT(error_, HasSubstr("no such host.invalid"));
}

TEST_P(ResolverTest, ForgetsTheFormerRequestWhenANewOneStarts) {
  resolver_.Start("localhost", 1, [](std::vector<l01::Endpoint>, std::string) { FAIL(); });
  LookUp("localhost");
}

TEST_P(ResolverTest, CallsNobodyAfterItsDeathOrCancel) {
  auto resolver = std::make_unique<Resolver>(loop_);
  resolver->Start("localhost", 1, [](std::vector<l01::Endpoint>, std::string) { FAIL(); });
  resolver.reset();
  resolver_.Start("localhost", 1, [](std::vector<l01::Endpoint>, std::string) { FAIL(); });
  resolver_.Cancel();
  PumpQuietly();
}

TEST_P(ResolverTest, MayBeDestroyedByItsCallback) {
  auto resolver = std::make_unique<Resolver>(loop_);
  resolver->Start("localhost", 1,
                  [&resolver](std::vector<l01::Endpoint>, std::string) { resolver.reset(); });
  EXPECT_TRUE(Pump([&] { return resolver == nullptr; }));
}

INSTANTIATE_IN_REAL_WORLDS(ResolverTest);

}  // namespace
}  // namespace l04
