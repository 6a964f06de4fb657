// The kernel's socket below an emulated one: always non-blocking, and asked in one system call
// each.
//
// What the kernel answers is passed on as it is, but for two things that Linux and Windows disagree
// on before any event: which addresses are acceptable, and when a port may be used again. What is
// remembered about the socket stands in the parts above. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_KERNEL_SOCKET_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_KERNEL_SOCKET_H_

#include <cstddef>
#include <utility>

#include "02_wsaeventselect/emulation/codes.h"
#include "02_wsaeventselect/emulation/descriptor.h"
#include "02_wsaeventselect/emulation/errors.h"
#include "02_wsaeventselect/emulation/winsock_profile.h"

namespace l02 {

/// A socket address of any family.
struct AnyAddress {
  sockaddr_storage storage = {};  // the bytes
  socklen_t size = 0;             // how many of them count

  /// The form that system calls fill in.
  sockaddr* data() { return reinterpret_cast<sockaddr*>(&storage); }
};

/// Owns the descriptor of one socket.
class KernelSocket {
 public:
  /// Opens a socket of that kind. The result is not valid, and `error` is set, if there is none.
  static Descriptor Open(int family, int type, int protocol, int& error);
  /// Takes a non-blocking socket.
  KernelSocket(Descriptor fd, int family, bool is_stream, const Profile& profile)
      : fd_(std::move(fd)), family_(family), is_stream_(is_stream), profile_(profile) {}

  /// The descriptor; it stays owned.
  int fd() const { return fd_.get(); }
  int family() const { return family_; }
  /// False: it sends datagrams.
  bool is_stream() const { return is_stream_; }
  /// The choices that the emulation obeys.
  const Profile& profile() const { return profile_; }

  /// @name Addresses
  /// @{
  /// Whether the socket can do anything with `address`.
  Outcome CheckAddress(const sockaddr* address, int size) const;
  Outcome Bind(const sockaddr* address, int size);
  /// True if it has a local address.
  bool bound() const { return bound_; }
  /// A call has given it a local address by the way, such as connect.
  void NoteBound() { bound_ = true; }
  Outcome LocalAddress(AnyAddress& address) const;
  Outcome PeerAddress(AnyAddress& address) const;
  /// Lets another socket have the same port while this one's connections are in TIME_WAIT.
  void ShareAddress();
  /// @}

  /// @name Questions
  /// @{
  /// Which of these POLL bits hold right now.
  short Ready(short events) const { return PollNow(fd(), events); }
  /// How much waits: callers at a listener, bytes elsewhere. More than before means that something
  /// has arrived although nothing was taken.
  std::size_t CountArrivals() const;
  /// How many bytes FIONREAD reports.
  Outcome ReadableBytes() const;
  /// SO_ERROR. Reading clears it in the kernel. Winsock's stays, so every reader must remember it.
  int TakeError() const;
  /// @}

 private:
  Descriptor fd_;           // the socket, always non-blocking
  const int family_;        // AF_INET or AF_INET6
  const bool is_stream_;    // TCP, not UDP
  const Profile& profile_;  // the emulation's current one
  bool bound_ = false;      // has a local address
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_KERNEL_SOCKET_H_
