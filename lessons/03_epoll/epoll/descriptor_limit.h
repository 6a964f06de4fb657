// How many descriptors this process may have. Lesson 03.
#ifndef LESSONS_03_EPOLL_EPOLL_DESCRIPTOR_LIMIT_H_
#define LESSONS_03_EPOLL_EPOLL_DESCRIPTOR_LIMIT_H_

#include <cstddef>

namespace l03 {

/// Raises the soft limit (often 1024, for the sake of programs that use select) to the hard one,
/// which needs no privilege: man 2 getrlimit. Returns how many descriptors the process may have
/// then. Child processes inherit it.
std::size_t RaiseDescriptorLimit() noexcept;

/// How many descriptors the process has now.
std::size_t OpenDescriptors();

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EPOLL_DESCRIPTOR_LIMIT_H_
