// One program of the stand-in course: prints its name, and fails when BROKEN names it or its
// preset.
#include <cstdio>
#include <cstdlib>
#include <string_view>

int main() {
  const char* broken = std::getenv("BROKEN");
  const std::string_view name = broken == nullptr ? "" : broken;
  std::puts("demo of " LESSON " in " PRESET);
  return name == LESSON || name == PRESET ? 3 : 0;
}
