// One program of the stand-in course: prints its name, and fails when BROKEN names it or its
// preset.
#include <cstdio>
#include <cstdlib>
#include <string_view>

int main() {
  const char* broken = std::getenv("BROKEN");
  const std::string_view name = broken == nullptr ? "" : broken;
  std::puts("demo of " LESSON " in " PRESET);
  if (const char* skipped = std::getenv("SKIPPED")) {
    std::printf("a_test.cc:1: Skipped\nno terminals here\n\n[  SKIPPED ] %s (0 ms)\n", skipped);
  }
  return name == LESSON || name == PRESET ? 3 : 0;
}
