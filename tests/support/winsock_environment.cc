// Windows test binaries need Winsock before the first test.
#include <gtest/gtest.h>

#include <memory>

#include "01_blocking/sockets/winsock_session.h"

namespace {

class WinsockEnvironment : public testing::Environment {
  void SetUp() override { session_ = std::make_unique<l01::WinsockSession>(); }
  void TearDown() override { session_.reset(); }

  std::unique_ptr<l01::WinsockSession> session_;
};

const testing::Environment* const g_environment =
    testing::AddGlobalTestEnvironment(new WinsockEnvironment);

}  // namespace
