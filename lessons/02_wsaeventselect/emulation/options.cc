// Options that Winsock keeps in another form than Linux, and the way to the kernel for the rest.
#include "02_wsaeventselect/emulation/options.h"

#include <algorithm>
#include <cerrno>

namespace l02 {
namespace {

// The kernel calls a wrong size EINVAL, Winsock WSAEFAULT.
Outcome FromKernel(int result) {
  if (result == 0) return Outcome::Of(0);
  return errno == EINVAL ? Outcome::Failed(WSAEFAULT) : Outcome::FromErrno();
}

// Linux doubles buffer sizes and has its own idea of address reuse; Winsock reads back what was
// set.
bool IsRemembered(int level, int name) {
  if (level != SOL_SOCKET) return false;
  return name == SO_SNDBUF || name == SO_RCVBUF || name == SO_REUSEADDR ||
         name == SO_EXCLUSIVEADDRUSE;
}

}  // namespace

const SocketOptions::Milliseconds* SocketOptions::Timeout(int level, int name) const {
  if (level != SOL_SOCKET) return nullptr;
  if (name == SO_RCVTIMEO) return &receive_timeout_;
  if (name == SO_SNDTIMEO) return &send_timeout_;
  return nullptr;
}

Outcome SocketOptions::Get(int level, int name, std::span<char> value, int& size) const {
  // A time-out is a DWORD of milliseconds in Winsock, a timeval in POSIX.
  if (const Milliseconds* timeout = Timeout(level, name)) {
    return GiveOption(static_cast<DWORD>(timeout->count()), value, size);
  }
  if (IsRemembered(level, name)) {
    const auto set = remembered_.find(name);
    if (set != remembered_.end()) return GiveOption(set->second, value, size);
    if (name == SO_EXCLUSIVEADDRUSE || name == SO_REUSEADDR) return GiveOption(0, value, size);
  }
  auto length = static_cast<socklen_t>(value.size());
  const int result = ::getsockopt(kernel_.fd(), level, name, value.data(), &length);
  size = static_cast<int>(length);
  return FromKernel(result);
}

Outcome SocketOptions::Set(int level, int name, std::span<const char> value) {
  int number = 0;
  std::memcpy(&number, value.data(), std::min(value.size(), sizeof number));
  if (const Milliseconds* timeout = Timeout(level, name)) {
    if (value.size() < sizeof(DWORD)) return Outcome::Failed(WSAEFAULT);
    Milliseconds& kept = timeout == &receive_timeout_ ? receive_timeout_ : send_timeout_;
    kept = Milliseconds(static_cast<DWORD>(number));
    return Outcome::Of(0);
  }
  const bool windows_only = level == SOL_SOCKET && name == SO_EXCLUSIVEADDRUSE;
  const int result = windows_only ? 0
                                  : ::setsockopt(kernel_.fd(), level, name, value.data(),
                                                 static_cast<socklen_t>(value.size()));
  const Outcome outcome = FromKernel(result);
  if (outcome.ok() && IsRemembered(level, name)) remembered_[name] = number;
  return outcome;
}

}  // namespace l02
