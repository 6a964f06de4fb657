// The codes that say "nothing was wrong", and the body of a refusal.
#include "05_websocket/program/end_text.h"

#include <stdexcept>
#include <string_view>

#include "05_websocket/frames/visible_text.h"

namespace l05 {

// 1005 is a Close frame without a code: nothing was wrong. From 3000 on the application knows what
// the code means, and this program does not.
bool IsGoodEnd(const CloseInfo& info) {
  return IsStrictlyGoodEnd(info) || (info.clean && info.unsent == 0 && info.code >= 3000);
}

bool IsStrictlyGoodEnd(const CloseInfo& info) {
  const bool good_code =
      info.code == kNormalClosure || info.code == kGoingAway || info.code == kNoStatusReceived;
  return info.clean && info.unsent == 0 && good_code;
}

// The body of a refusal often is the only place where its reason stands.
std::string EndText(const CloseInfo& info) {
  const std::string body = info.handshake ? info.handshake->body : "";
  const std::size_t last = body.find_last_not_of(" \t\r\n");
  if (last == std::string::npos) return info.what;
  return info.what +
         "; the server says: " + VisibleText(std::string_view(body).substr(0, last + 1));
}

int ExitCodeFor(const CloseInfo& info) {
  if (!IsGoodEnd(info)) throw std::runtime_error(EndText(info));
  return 0;
}

}  // namespace l05
