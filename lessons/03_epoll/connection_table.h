// Connections by key. The key goes into epoll's data.u64 and comes back with every event. Lesson
// 03.
//
// It is neither the descriptor nor a pointer: both are used again as soon as a connection is gone,
// and an event that was fetched before would then reach a stranger.
#ifndef LESSONS_03_EPOLL_CONNECTION_TABLE_H_
#define LESSONS_03_EPOLL_CONNECTION_TABLE_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "01_blocking/echo_connection.h"

namespace l03 {

/// Owns connections and finds them by a key that is never used twice.
class ConnectionTable {
 public:
  /// Keys below this number are never given out: the server uses them for its own descriptors.
  static constexpr std::uint64_t kFirstKey = std::uint64_t{1} << 32;

  /// Takes a connection. Returns its key.
  std::uint64_t Add(std::unique_ptr<l01::EchoConnection> connection);
  /// The connection, or null if it has been erased.
  l01::EchoConnection* Find(std::uint64_t key) const;
  /// Destroys the connection, if it is still there.
  void Erase(std::uint64_t key);
  /// How many connections there are.
  std::size_t size() const { return slots_.size() - free_.size(); }

 private:
  struct Slot {
    std::unique_ptr<l01::EchoConnection> connection;  // null: free
    std::uint32_t generation = 1;                     // the high half of the key; raised by Erase
  };

  std::vector<Slot> slots_;          // the low half of a key is an index into it
  std::vector<std::uint32_t> free_;  // indices of free slots
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_CONNECTION_TABLE_H_
