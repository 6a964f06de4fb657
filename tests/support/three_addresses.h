// A name with three addresses, of which nobody need own a name server.
#ifndef TESTS_SUPPORT_THREE_ADDRESSES_H_
#define TESTS_SUPPORT_THREE_ADDRESSES_H_

#include <array>
#include <string>
#include <thread>

namespace test_support {

/// While it lives, getaddrinfo of this program knows host(). Linux only, one at a time.
class ThreeAddresses {
 public:
  ThreeAddresses();
  ~ThreeAddresses();
  ThreeAddresses(const ThreeAddresses&) = delete;
  ThreeAddresses& operator=(const ThreeAddresses&) = delete;

  /// The name.
  std::string host() const { return "three.addresses.test"; }
  /// What it stands for, in this order. All of them are addresses of this machine.
  std::array<std::string, 3> addresses() const { return {"127.0.0.2", "127.0.0.3", "127.0.0.4"}; }
  /// The thread that has asked last.
  std::thread::id asked_by() const;
};

}  // namespace test_support

#endif  // TESTS_SUPPORT_THREE_ADDRESSES_H_
