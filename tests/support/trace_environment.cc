// Records a test's events if NETLADDER_TEST_TRACE names a file: ./lab check shows the last of them.
// Registers itself with GoogleTest, so it must be in the program and not in a library.
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

#include "support/trace.h"

namespace {

class TraceEnvironment : public testing::Environment {
  void SetUp() override {
    if (const char* path = std::getenv("NETLADDER_TEST_TRACE")) {
      file_ = std::make_unique<support::TraceFile>(path);
    }
  }
  void TearDown() override { file_.reset(); }

  std::unique_ptr<support::TraceFile> file_;  // open while the tests run
};

const testing::Environment* const g_environment =
    testing::AddGlobalTestEnvironment(new TraceEnvironment);

}  // namespace
