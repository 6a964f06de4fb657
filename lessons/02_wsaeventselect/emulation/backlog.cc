// What did not fit stays in a string and is sent as soon as the kernel has room again.
#include "02_wsaeventselect/emulation/backlog.h"

#include <sys/socket.h>

#include <cerrno>

#include "02_wsaeventselect/emulation/errors.h"

namespace l02 {

void SendBacklog::Keep(std::span<const char> bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

void SendBacklog::Flush(int fd) {
  while (!empty()) {
    const auto sent =
        ::send(fd, bytes_.data() + next_, bytes_.size() - next_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && !EndsConnection(errno)) return;  // no room, or no memory for now
    // A broken connection takes nothing any more; the next send or receive will say so.
    next_ = sent < 0 ? bytes_.size() : next_ + static_cast<std::size_t>(sent);
  }
  bytes_.clear();
  next_ = 0;
}

}  // namespace l02
