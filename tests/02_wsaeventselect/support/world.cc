#include "tests/02_wsaeventselect/support/world.h"

#include <gtest/gtest.h>

namespace l02_test {

void ForEachProfile(const std::function<void(const l02::Profile&)>& check) {
  for (const l02::Profile& profile : AvailableProfiles()) {
    SCOPED_TRACE(testing::Message() << "profile " << profile.name);
    UseProfile(profile);
    check(profile);
  }
  UseProfile(WorldProfile());
}

}  // namespace l02_test
