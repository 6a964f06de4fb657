// The few kernel objects the emulation stands on: a descriptor that closes itself, a zero-time
// poll, a waker for one sleeping thread, and a watch over many sockets.
//
// Contract: Watch and Waker are used under the emulation's lock, except for the descriptor() that a
// sleeping thread polls. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_DESCRIPTOR_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_DESCRIPTOR_H_

#include <cstdint>
#include <vector>

namespace l02 {

/// Owns a file descriptor. Move-only.
class Descriptor {
 public:
  Descriptor() noexcept = default;
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.Release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  /// The descriptor; it stays owned.
  int get() const { return fd_; }
  /// True if a descriptor is owned.
  bool valid() const { return fd_ >= 0; }
  /// Gives the descriptor away: the caller must close it.
  int Release() noexcept;

 private:
  int fd_ = -1;  // owned, or -1
};

/// poll() with a time-out of zero: what holds for `fd` right now. Returns the POLL bits.
short PollNow(int fd, short events);

/// Makes one sleeping thread leave poll(). Level-triggered: a Wake() before the sleep counts too,
/// so no wake-up can fall into the gap between "look" and "sleep".
class Waker {
 public:
  Waker();
  /// Makes descriptor() readable. Any thread.
  void Wake();
  /// Undoes all Wake() calls so far.
  void Clear();
  int descriptor() const { return fd_.get(); }

 private:
  Descriptor fd_;  // an eventfd
};

/// The waker of the calling thread, or null while there is no descriptor for one: then the thread
/// cannot be woken and must not sleep for long. A thread sleeps in one call at a time, so one waker
/// is enough.
Waker* ThreadWaker();

/// Tells which of many sockets had any activity since the last question, without looking at the
/// quiet ones. It is an epoll set in edge-triggered mode; lesson 03 is about those. A plain poll()
/// over all sockets would do as well, but 500 sockets would then cost 500 looks for each call.
class Watch {
 public:
  Watch();
  void Add(int fd, std::uint64_t id);
  void Remove(int fd);
  /// The ids of the sockets with activity. They are not repeated until something new happens.
  std::vector<std::uint64_t> Drain();
  /// Readable while Drain() would return something.
  int descriptor() const { return fd_.get(); }

 private:
  Descriptor fd_;  // the epoll set
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_DESCRIPTOR_H_
