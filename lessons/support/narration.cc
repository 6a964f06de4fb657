// Prints a demo's steps. Each line is flushed: a demo that hangs must show how far it came.
#include "support/narration.h"

#include <cstdio>

namespace support {

Narrator::Narrator(const std::string& title) {
  std::printf("%s\n", title.c_str());
  std::fflush(stdout);
}

void Narrator::PrintStep(const std::string& text) {
  std::printf("\n%d. %s\n", ++steps_, text.c_str());
  std::fflush(stdout);
}

void Narrator::PrintLine(const std::string& text) {
  std::printf("   %s\n", text.c_str());
  std::fflush(stdout);
}

void Narrator::PrintCheck(bool holds, const std::string& text) {
  ++checked_;
  if (!holds) ++failures_;
  std::printf("   %-6s %s\n", holds ? "ok" : "FAILED", text.c_str());
  std::fflush(stdout);
}

int Narrator::Finish() {
  if (failures_ == 0) {
    std::printf("\nAll %d statements hold.\n", checked_);
  } else {
    std::printf("\n%d of %d statements do not hold.\n", failures_, checked_);
  }
  std::fflush(stdout);
  return failures_ == 0 ? 0 : 1;
}

}  // namespace support
