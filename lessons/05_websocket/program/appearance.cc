// The environment's part of it.
#include "05_websocket/program/appearance.h"

#include <cstdlib>
#include <string_view>

namespace l05 {

bool ColourIsWelcome() {
  const char* const refused = std::getenv("NO_COLOR");
  if (refused != nullptr && *refused != '\0') return false;
  const char* const terminal = std::getenv("TERM");
  return terminal != nullptr && *terminal != '\0' && std::string_view(terminal) != "dumb";
}

}  // namespace l05
