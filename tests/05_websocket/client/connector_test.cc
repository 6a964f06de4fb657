// From addresses to a connection: every one is tried, in order (rule R2).
#include "05_websocket/client/connector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "01_blocking/sockets/socket.h"
#include "01_blocking/sockets/winsock_session.h"
#include "tests/support/wait.h"

namespace {

using l01::Endpoint;
using ::testing::HasSubstr;

class ConnectorTest : public ::testing::TestWithParam<l04::BackendKind> {
 protected:
  // An address at which nobody listens.
  static Endpoint Nobody() {
    const l01::Socket taken = l01::ListenOn(Endpoint::Loopback());
    return taken.LocalEndpoint();
  }
  bool Connect(std::vector<Endpoint> addresses) {
    connector_.Start(
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
  l05::Connector connector_{loop_, 0};
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

TEST_P(ConnectorTest, LooksANameUp) {
  connector_.Start(
      "localhost", listener_.LocalEndpoint().port(),
      [this](std::unique_ptr<l04::AsyncSocket> socket) { socket_ = std::move(socket); },
      [this](const std::string& what) { failure_ = what; });
  Pump([this] { return socket_ || failure_; });
  EXPECT_TRUE(socket_) << failure_.value_or("");
}

TEST_P(ConnectorTest, MayBeDestroyedByItsCallback) {
  auto connector = std::make_unique<l05::Connector>(loop_, 0);
  connector->Start(
      {Nobody()}, [](std::unique_ptr<l04::AsyncSocket>) { FAIL(); },
      [&connector](const std::string&) { connector.reset(); });
  Pump([&connector] { return !connector; });
  EXPECT_FALSE(connector);
}

TEST_P(ConnectorTest, CallsNobodyAfterItsDestruction) {
  auto connector = std::make_unique<l05::Connector>(loop_, 0);
  connector->Start(
      "localhost", listener_.LocalEndpoint().port(),
      [](std::unique_ptr<l04::AsyncSocket>) { FAIL(); }, [](const std::string&) { FAIL(); });
  connector.reset();
  for (int turn = 0; turn < 20; ++turn) loop_.Wait(1, true);
}

}  // namespace
