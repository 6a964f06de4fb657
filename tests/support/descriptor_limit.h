// A process that may open no more descriptors, for as long as a test wants. POSIX only.
#ifndef TESTS_SUPPORT_DESCRIPTOR_LIMIT_H_
#define TESTS_SUPPORT_DESCRIPTOR_LIMIT_H_

#include <sys/resource.h>

namespace test_support {

/// Standard input, output and error have the numbers below: with this limit nothing can be opened.
inline constexpr rlim_t kNoNewDescriptor = 3;

/// Lowers the limit of open descriptors for the life of this object.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t limit) {
    ::getrlimit(RLIMIT_NOFILE, &former_);
    const rlimit lowered{limit, former_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &lowered);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &former_); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;

 private:
  rlimit former_{};  // what it was
};

}  // namespace test_support

#endif  // TESTS_SUPPORT_DESCRIPTOR_LIMIT_H_
