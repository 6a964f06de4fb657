// From addresses to a connection: every one is tried, in a race (rule R2, RFC 8305).
#include "05_websocket/client/connector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/nonblocking_connect.h"
#include "01_blocking/sockets/readiness.h"
#include "01_blocking/sockets/socket.h"
#include "01_blocking/sockets/winsock_session.h"
#include "tests/support/wait.h"

namespace {

using l01::Endpoint;
using ::testing::HasSubstr;

using std::chrono::milliseconds;

// Without a limit, and a head start so long that no test passes by waiting for its end.
const l05::Connector::Pace kPatient{milliseconds(0), std::chrono::hours(1)};

// An address that answers to nobody, like a host behind a firewall: the queue of a listener is
// full, and its system drops whoever wants in.
class DeadAddress {
 public:
  DeadAddress() {
    do {
      queue_.emplace_back(listener_.LocalEndpoint());
    } while (l01::WaitWritable(queue_.back().socket(), milliseconds(300)));
  }
  Endpoint address() const { return listener_.LocalEndpoint(); }

 private:
  l01::Socket listener_ = l01::ListenOn(Endpoint::Loopback(), 1);
  std::vector<l01::PendingConnect> queue_;  // connections that nobody takes
};

class ConnectorTest : public ::testing::TestWithParam<l04::BackendKind> {
 protected:
  // An address at which nobody listens.
  static Endpoint Nobody() {
    const l01::Socket taken = l01::ListenOn(Endpoint::Loopback());
    return taken.LocalEndpoint();
  }
  bool Connect(std::vector<Endpoint> addresses) {
    return Connect(&connector_, std::move(addresses));
  }
  bool Connect(l05::Connector* connector, std::vector<Endpoint> addresses) {
    connector->Start(
        std::move(addresses),
        [this](std::unique_ptr<l04::AsyncSocket> socket) { socket_ = std::move(socket); },
        [this](const std::string& what) { failure_ = what; });
    EXPECT_TRUE(!socket_ && !failure_) << "no callback inside Start";
    Pump([this] { return socket_ || failure_; });
    return socket_ != nullptr;
  }
  void Pump(const std::function<bool()>& done) {
    test_support::WaitUntil([&] {
      if (!done()) loop_.Wait(1, true);
      return done();
    });
  }

  l01::WinsockSession winsock_;
  l04::PhysicalSocketServer loop_{GetParam()};
  l01::Socket listener_ = l01::ListenOn(Endpoint::Loopback());
  std::unique_ptr<l04::AsyncSocket> socket_;
  std::optional<std::string> failure_;
  l05::Connector connector_{loop_, 0, kPatient};
};
INSTANTIATE_TEST_SUITE_P(Backends, ConnectorTest, ::testing::ValuesIn(l04::AvailableBackends()),
                         [](const auto& tested) { return l04::ToString(tested.param); });

TEST_P(ConnectorTest, ConnectsToTheFirstAddressThatAnswers) {
  EXPECT_TRUE(Connect({listener_.LocalEndpoint(), Nobody()}));
  EXPECT_EQ(socket_->GetRemoteAddress(), listener_.LocalEndpoint());
}

TEST_P(ConnectorTest, GoesOnAfterAddressesThatDoNotAnswer) {
  EXPECT_TRUE(Connect({Nobody(), Nobody(), listener_.LocalEndpoint()}));
  EXPECT_EQ(socket_->GetState(), l04::AsyncSocket::State::kConnected);
}

TEST_P(ConnectorTest, ReportsTheErrorOfTheLastAddress) {
  const Endpoint first = Nobody();
  const Endpoint last = Nobody();
  EXPECT_FALSE(Connect({first, last}));
  EXPECT_THAT(failure_.value_or(""), HasSubstr("connect " + last.ToString() + ": "));
}

// There is no limit, so the dead address never gives up: only the race gets past it.
TEST_P(ConnectorTest, DoesNotWaitForADeadAddress) {
  EXPECT_EQ(l05::Connector::Pace().stagger, milliseconds(250)) << "unless somebody says otherwise";
  const DeadAddress dead;
  l05::Connector racer(loop_, 0, {milliseconds(0), milliseconds(20)});
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(Connect(&racer, {dead.address(), dead.address(), listener_.LocalEndpoint()}));
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(40)) << "one after the other";
  EXPECT_EQ(socket_->GetRemoteAddress(), listener_.LocalEndpoint());
}

// The head start is an hour, so only a failure can have begun the second attempt.
TEST_P(ConnectorTest, BeginsTheNextAttemptAtOnceWhenOneFails) {
  EXPECT_TRUE(Connect({Nobody(), listener_.LocalEndpoint()}));
}

TEST_P(ConnectorTest, GivesEveryAttemptALimitOfItsOwn) {
  const DeadAddress dead;
  l05::Connector limited(loop_, 0, {milliseconds(500), std::chrono::hours(1)});
  EXPECT_TRUE(Connect(&limited, {dead.address(), dead.address(), listener_.LocalEndpoint()}))
      << failure_.value_or("");
}

TEST_P(ConnectorTest, FailsWhenTheLastAttemptIsOverItsLimit) {
  const DeadAddress dead;
  l05::Connector limited(loop_, 0, {milliseconds(100), milliseconds(1)});
  EXPECT_FALSE(Connect(&limited, {dead.address(), Nobody()}));
  EXPECT_EQ(failure_.value_or(""),
            "connect " + dead.address().ToString() + ": no connection within 100 ms");
}

// The families take turns (RFC 8305 §4): the IPv6 address is tried second, although it comes last.
TEST_P(ConnectorTest, LetsTheFamiliesTakeTurns) {
  const DeadAddress dead;
  std::optional<l01::Socket> v6;
  try {
    v6 = l01::ListenOn(Endpoint::Loopback(0, AF_INET6));
  } catch (const l01::SocketError& error) {
    GTEST_SKIP() << error.what();
  }
  l05::Connector limited(loop_, 0, {milliseconds(500), std::chrono::hours(1)});
  ASSERT_TRUE(Connect(&limited, {dead.address(), listener_.LocalEndpoint(), v6->LocalEndpoint()}));
  EXPECT_EQ(socket_->GetRemoteAddress(), v6->LocalEndpoint());
}

TEST_P(ConnectorTest, LooksANameUp) {
  connector_.Start(
      "localhost", listener_.LocalEndpoint().port(),
      [this](std::unique_ptr<l04::AsyncSocket> socket) { socket_ = std::move(socket); },
      [this](const std::string& what) { failure_ = what; });
  Pump([this] { return socket_ || failure_; });
  EXPECT_TRUE(socket_) << failure_.value_or("");
}

TEST_P(ConnectorTest, MayBeDestroyedByItsCallback) {
  auto connector = std::make_unique<l05::Connector>(loop_, 0, kPatient);
  connector->Start(
      {Nobody()}, [](std::unique_ptr<l04::AsyncSocket>) { FAIL(); },
      [&connector](const std::string&) { connector.reset(); });
  Pump([&connector] { return !connector; });
  EXPECT_FALSE(connector);
}

TEST_P(ConnectorTest, CallsNobodyAfterItsDestruction) {
  auto connector = std::make_unique<l05::Connector>(loop_, 0, kPatient);
  connector->Start(
      "localhost", listener_.LocalEndpoint().port(),
      [](std::unique_ptr<l04::AsyncSocket>) { FAIL(); }, [](const std::string&) { FAIL(); });
  connector.reset();
  for (int turn = 0; turn < 20; ++turn) loop_.Wait(1, true);
}

}  // namespace
