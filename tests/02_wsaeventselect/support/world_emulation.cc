#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "02_wsaeventselect/emulation/inspect.h"
#include "tests/02_wsaeventselect/support/world.h"

namespace l02_test {

// NETLADDER_WINSOCK_PROFILE runs the whole suite in another profile: the portable rules must hold
// in each of them.
const l02::Profile& WorldProfile() {
  static const l02::Profile chosen = [] {
    const char* name = std::getenv("NETLADDER_WINSOCK_PROFILE");
    for (const l02::Profile& profile : AvailableProfiles()) {
      if (name != nullptr && std::string_view(name) == profile.name) return profile;
    }
    return l02::Profile{};
  }();
  return chosen;
}

std::vector<l02::Profile> AvailableProfiles() {
  return {l02::Profile{}, l02::DocumentedProfile(), l02::WindowsProfile(), l02::Wine8Profile()};
}

void UseProfile(const l02::Profile& profile) {
  l02::SetProfile(profile);
}

bool RunsUnderWine() {
  return false;
}

Inspection Inspect(SOCKET socket) {
  const auto found = l02::InspectSocket(socket);
  if (!found) return {};
  return {true, found->mask, found->recorded, found->latched};
}

NoMoreHandles::NoMoreHandles() {
  rlimit limits{};
  getrlimit(RLIMIT_NOFILE, &limits);
  limit_ = limits.rlim_cur;
  const int next = dup(0);  // the lowest number that is free: all below are taken
  close(next);
  limits.rlim_cur = static_cast<rlim_t>(next);
  setrlimit(RLIMIT_NOFILE, &limits);
}

NoMoreHandles::~NoMoreHandles() {
  rlimit limits{};
  getrlimit(RLIMIT_NOFILE, &limits);
  limits.rlim_cur = limit_;
  setrlimit(RLIMIT_NOFILE, &limits);
}

bool NoMoreHandles::IsPossible() {
  return true;
}

}  // namespace l02_test
