// Words in front of a command: a limit for it, or strace, which makes its system calls fail, counts
// them, or writes them down. Linux only.
#ifndef TESTS_SUPPORT_IN_FRONT_H_
#define TESTS_SUPPORT_IN_FRONT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace test_support {

/// Two lists of words as one command line.
std::vector<std::string> Joined(std::vector<std::string> front,
                                const std::vector<std::string>& back);

/// Lets the command have so many descriptors.
std::vector<std::string> WithDescriptorLimit(int limit);

/// Makes system calls fail as `fault` says, e.g. "accept4:error=EINTR:when=2".
std::vector<std::string> WithFault(const std::string& fault);

/// Counts the calls; Read() tells after the command has ended.
class CallTable {
 public:
  CallTable();
  ~CallTable();
  std::vector<std::string> words() const;
  /// How often each call was made, and "total".
  std::map<std::string, std::uint64_t> Read() const;

 private:
  std::string path_;  // where strace writes its table
};

/// Writes each call into a file while the command runs, so that Count() tells how many there have
/// been so far.
class CallLog {
 public:
  CallLog();
  ~CallLog();
  std::vector<std::string> words() const;
  std::uint64_t Count(const std::string& call) const;

 private:
  std::string path_;  // where strace writes
};

}  // namespace test_support

#endif  // TESTS_SUPPORT_IN_FRONT_H_
