// The owner of a descriptor that is no socket: an epoll instance, an eventfd, a timerfd, a
// signalfd. Lesson 03.
//
// In Linux all of these are descriptors, so one wait can watch them all. Each needs exactly one
// owner: a number that is closed twice closes a stranger that was given the same number meanwhile.
#ifndef LESSONS_03_EPOLL_EPOLL_DESCRIPTOR_H_
#define LESSONS_03_EPOLL_EPOLL_DESCRIPTOR_H_

#include <unistd.h>

#include <utility>

namespace l03 {

/// Owns one descriptor and closes it in its destructor. Move-only.
class Descriptor {
 public:
  /// Owns nothing.
  Descriptor() noexcept = default;
  /// Takes ownership of `fd`; -1 means nothing.
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      Close();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { Close(); }

  /// The number; it stays owned by this object.
  int get() const noexcept { return fd_; }
  /// True if something is owned.
  bool valid() const noexcept { return fd_ >= 0; }
  /// Closes now. Harmless when nothing is owned.
  void Close() noexcept {
    // No retry on EINTR: Linux has freed the number then, and another thread may own it.
    if (valid()) ::close(std::exchange(fd_, -1));
  }

 private:
  int fd_ = -1;  // the owned descriptor, or -1
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EPOLL_DESCRIPTOR_H_
