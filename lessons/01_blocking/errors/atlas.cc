// Four lines for each error. The message is the system's own.
#include "01_blocking/errors/atlas.h"

#include <cstdio>

#include "01_blocking/errors/causes.h"
#include "01_blocking/sockets/native.h"

namespace l01 {

int ShowErrorAtlas() {
  int surprises = 0;
  for (const Cause& cause : AllCauses()) {
    const SystemError expected = NameOf(cause.fault);
    const int code = cause.provoke();
    const bool as_expected = code == expected.code;
    if (!as_expected) ++surprises;
    std::printf("%s (%d): %s\n", as_expected ? expected.name : "a surprise", code,
                code == 0 ? "no error" : SystemReason(code).c_str());
    std::printf("  from   %s\n  cause  %s\n  cure   %s\n\n", cause.call, cause.cause, cause.cure);
  }
  std::printf(
      surprises == 0 ? "Each error came as named.\n" : "%d errors were others than named.\n",
      surprises);
  return surprises == 0 ? 0 : 1;
}

}  // namespace l01
