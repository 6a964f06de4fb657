// A send buffer of our own, for the profiles in which a send is never short.
//
// Windows takes the whole buffer or nothing: its stack makes room for one large send. The Linux
// kernel takes what fits. So the rest is kept here and handed on whenever the emulation looks at
// the socket. A real stack would do that by itself in the background. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_BACKLOG_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_BACKLOG_H_

#include <cstddef>
#include <span>
#include <vector>

namespace l02 {

/// Bytes that were accepted from the application and not yet by the kernel.
class SendBacklog {
 public:
  bool empty() const { return next_ == bytes_.size(); }
  /// Appends a copy.
  void Keep(std::span<const char> bytes);
  /// Hands on as much as the kernel takes. Drops everything if the connection is broken.
  void Flush(int fd);

 private:
  std::vector<char> bytes_;  // what was kept
  std::size_t next_ = 0;     // how many of them are on their way
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_BACKLOG_H_
