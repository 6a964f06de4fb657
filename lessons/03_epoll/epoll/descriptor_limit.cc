// RLIMIT_NOFILE, and /proc/self/fd, which has one entry per descriptor.
#include "03_epoll/epoll/descriptor_limit.h"

#include <sys/resource.h>

#include <filesystem>
#include <iterator>

namespace l03 {

std::size_t RaiseDescriptorLimit() noexcept {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);  // what it is now, whether that worked or not
  return limit.rlim_cur;
}

std::size_t OpenDescriptors() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  // One of them is the iterator's own.
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries))) - 1;
}

}  // namespace l03
