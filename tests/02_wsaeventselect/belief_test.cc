// Every belief is tried, and every verdict must be what is seen, in each world.
#include <algorithm>
#include <set>

#include "02_wsaeventselect/experiment.h"
#include "support/command_line.h"
#include "tests/02_wsaeventselect/support.h"

namespace l02_test {
namespace {

const l02::Experiment& Named(std::string_view name) {
  const auto& all = l02::Experiments();
  const auto found = std::find_if(all.begin(), all.end(), [&](const l02::Experiment& experiment) {
    return experiment.name == name;
  });
  EXPECT_NE(found, all.end()) << name;
  return found == all.end() ? all.front() : *found;
}

/// GoogleTest allows letters and digits only: fd-write becomes FdWrite.
std::string TestName(const testing::TestParamInfo<l02::Experiment>& info) {
  std::string name;
  bool upper = true;
  for (const char c : info.param.name) {
    if (c != '-') name += upper ? static_cast<char>(std::toupper(c)) : c;
    upper = c == '-';
  }
  return name;
}

class Belief : public WinsockTest, public testing::WithParamInterface<l02::Experiment> {};

TEST_P(Belief, GetsTheVerdictThatIsSeen) {
  const l02::Observation observation = GetParam().run();
  EXPECT_TRUE(observation.supports_verdict());
  for (const auto& line : observation.lines()) {
    if (line.kind == l02::Observation::Kind::kSaw) {
      EXPECT_EQ(line.needed, line.seen) << line.what;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Every, Belief, testing::ValuesIn(l02::Experiments()), TestName);

}  // namespace
}  // namespace l02_test
