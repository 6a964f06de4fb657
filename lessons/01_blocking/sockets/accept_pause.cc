// One line per pause, however many clients wait.
#include "01_blocking/sockets/accept_pause.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>

namespace l01 {

void AcceptPause::Start(std::string_view why, const char* what) {
  if (lasts()) return;
  end_ = Clock::now() + kLength;
  std::fprintf(stderr, "%s; %s\n", std::string(why).c_str(), what);
}

void AcceptPause::Begin(std::string_view why) {
  Start(why, "pausing accept");
}

void AcceptPause::BeginRefusing(std::string_view why) {
  Start(why, "refusing clients");
}

int AcceptPause::left_ms() const {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end_ - Clock::now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

}  // namespace l01
