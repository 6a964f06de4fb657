// Mode and options of a socket, as far as they are not the kernel's. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_OPTIONS_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_OPTIONS_H_

#include <chrono>
#include <cstring>
#include <map>
#include <span>

#include "02_wsaeventselect/emulation/kernel_socket.h"

namespace l02 {

/// Copies one value out, as getsockopt does.
template <typename T>
Outcome GiveOption(const T& option, std::span<char> value, int& size) {
  if (value.size() < sizeof option) return Outcome::Failed(WSAEFAULT);
  std::memcpy(value.data(), &option, sizeof option);
  size = static_cast<int>(sizeof option);
  return Outcome::Of(0);
}

/// Whether calls wait, how long, and what was set.
class SocketOptions {
 public:
  using Milliseconds = std::chrono::milliseconds;  ///< Winsock's unit of time-outs.

  /// `kernel` must outlive this object.
  explicit SocketOptions(const KernelSocket& kernel) : kernel_(kernel) {}

  /// Every option but SO_ERROR, which belongs to the connection.
  Outcome Get(int level, int name, std::span<char> value, int& size) const;
  /// setsockopt, likewise.
  Outcome Set(int level, int name, std::span<const char> value);

  /// What the application asked for. The kernel's socket is non-blocking in any case.
  bool nonblocking() const { return nonblocking_; }
  void set_nonblocking(bool nonblocking) { nonblocking_ = nonblocking; }
  /// SO_RCVTIMEO and SO_SNDTIMEO; 0 is for ever.
  Milliseconds receive_timeout() const { return receive_timeout_; }
  Milliseconds send_timeout() const { return send_timeout_; }

 private:
  const Milliseconds* Timeout(int level, int name) const;

  const KernelSocket& kernel_;       // holds all other options
  bool nonblocking_ = false;         // FIONBIO
  Milliseconds receive_timeout_{0};  // SO_RCVTIMEO
  Milliseconds send_timeout_{0};     // SO_SNDTIMEO
  std::map<int, int> remembered_;    // SOL_SOCKET values that read back as they were set
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_OPTIONS_H_
