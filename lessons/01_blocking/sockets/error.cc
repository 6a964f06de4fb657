// Puts the parts of an error line together.
#include "01_blocking/sockets/error.h"

#include <string>

#include "01_blocking/sockets/native.h"

namespace l01 {
namespace {

std::string Line(std::string_view call, std::string_view where, std::string_view reason) {
  std::string line(call);
  if (!where.empty()) line.append(" ").append(where);
  return line.append(": ").append(reason);
}

}  // namespace

SocketError::SocketError(std::string_view call, std::string_view where, int code)
    : std::runtime_error(Line(call, where, SystemReason(code))), code_(code) {}

SocketError::SocketError(std::string_view call, std::string_view where, std::string_view reason)
    : std::runtime_error(Line(call, where, reason)), code_(0) {}

}  // namespace l01
