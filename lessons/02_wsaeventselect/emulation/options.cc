// Mode and options of an emulated socket. Lesson 02.
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "02_wsaeventselect/emulation/socket.h"

namespace l02 {
namespace {

// Copies one value out, as getsockopt does.
template <typename T>
Outcome Give(const T& option, std::span<char> value, int& size) {
  if (value.size() < sizeof option) return Outcome::Failed(WSAEFAULT);
  std::memcpy(value.data(), &option, sizeof option);
  size = static_cast<int>(sizeof option);
  return Outcome::Of(0);
}

// The kernel calls a wrong size EINVAL, Winsock WSAEFAULT.
Outcome FromKernel(int result) {
  if (result == 0) return Outcome::Of(0);
  return errno == EINVAL ? Outcome::Failed(WSAEFAULT) : Outcome::FromErrno();
}

}  // namespace

Outcome EmulatedSocket::SetNonBlocking(bool nonblocking) {
  // While network events are selected the socket must stay non-blocking.
  if (!nonblocking && mask_ != 0) return Outcome::Failed(WSAEINVAL);
  nonblocking_ = nonblocking;
  return Outcome::Of(0);
}

Outcome EmulatedSocket::SocketError() {
  if (phase_ == Phase::kConnecting) LookAtConnect();
  if (phase_ == Phase::kConnected) NoteReset(TakeKernelError());
  return Outcome::Of(sticky_error_);
}

EmulatedSocket::Milliseconds* EmulatedSocket::TimeoutOption(int level, int name) {
  if (level != SOL_SOCKET) return nullptr;
  if (name == SO_RCVTIMEO) return &receive_timeout_;
  if (name == SO_SNDTIMEO) return &send_timeout_;
  return nullptr;
}

// Linux doubles buffer sizes and has its own idea of address reuse; Winsock reads back what was
// set.
bool EmulatedSocket::IsRemembered(int level, int name) const {
  if (level != SOL_SOCKET) return false;
  return name == SO_SNDBUF || name == SO_RCVBUF || name == SO_REUSEADDR ||
         name == SO_EXCLUSIVEADDRUSE;
}

Outcome EmulatedSocket::GetOption(int level, int name, std::span<char> value, int& size) {
  if (level == SOL_SOCKET && name == SO_ERROR) return Give(SocketError().value, value, size);
  // A time-out is a DWORD of milliseconds in Winsock, a timeval in POSIX.
  if (const Milliseconds* timeout = TimeoutOption(level, name)) {
    return Give(static_cast<DWORD>(timeout->count()), value, size);
  }
  if (IsRemembered(level, name)) {
    const auto set = remembered_options_.find(name);
    if (set != remembered_options_.end()) return Give(set->second, value, size);
    if (name == SO_EXCLUSIVEADDRUSE || name == SO_REUSEADDR) return Give(0, value, size);
  }
  auto length = static_cast<socklen_t>(value.size());
  const int result = ::getsockopt(fd_.get(), level, name, value.data(), &length);
  size = static_cast<int>(length);
  return FromKernel(result);
}

Outcome EmulatedSocket::SetOption(int level, int name, std::span<const char> value) {
  int number = 0;
  std::memcpy(&number, value.data(), std::min(value.size(), sizeof number));
  if (Milliseconds* timeout = TimeoutOption(level, name)) {
    if (value.size() < sizeof(DWORD)) return Outcome::Failed(WSAEFAULT);
    *timeout = Milliseconds(static_cast<DWORD>(number));
    return Outcome::Of(0);
  }
  const bool windows_only = level == SOL_SOCKET && name == SO_EXCLUSIVEADDRUSE;
  const int result = windows_only ? 0
                                  : ::setsockopt(fd_.get(), level, name, value.data(),
                                                 static_cast<socklen_t>(value.size()));
  const Outcome outcome = FromKernel(result);
  if (outcome.ok() && IsRemembered(level, name)) remembered_options_[name] = number;
  return outcome;
}

}  // namespace l02
