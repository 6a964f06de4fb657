// Connections by key. The key goes into epoll's data.u64 and comes back with every event. Lesson
// 03.
//
// It is neither the descriptor nor a pointer: both are used again as soon as a connection is gone,
// and an event that was fetched before would then reach a stranger.
#ifndef LESSONS_03_EPOLL_SERVERS_CONNECTION_TABLE_H_
#define LESSONS_03_EPOLL_SERVERS_CONNECTION_TABLE_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "01_blocking/echo/connection.h"

namespace l03 {

/// One client of a server. The two flags are for the edge-triggered one, which must remember what
/// epoll will not repeat.
struct Connection {
  /// Takes the client's socket. @throws l01::SocketError.
  explicit Connection(l01::Socket client) : echo(std::move(client)) {}

  l01::EchoConnection echo;  // the conversation
  bool to_the_end = false;   // an event said that a short read is not the end: see edge_drain.h
  bool unfinished = false;   // it is on the server's to-do list
};

/// Owns connections and finds them by a key that is never used twice.
class ConnectionTable {
 public:
  /// Keys below this number are never given out: the server uses them for its own descriptors.
  static constexpr std::uint64_t kFirstKey = std::uint64_t{1} << 32;

  /// Takes a client. Returns its key. @throws l01::SocketError.
  std::uint64_t Add(l01::Socket client);
  /// The connection, or null if it has been erased. The pointer holds until Erase(key).
  Connection* Find(std::uint64_t key) const;
  /// Destroys the connection, if it is still there.
  void Erase(std::uint64_t key);
  /// How many connections there are.
  std::size_t size() const { return slots_.size() - free_.size(); }
  /// How many connections there have been at the same time.
  std::size_t slots() const { return slots_.size(); }
  /// The calls of all connections, also of those that are gone.
  l01::IoCounts counts() const;

 private:
  struct Slot {
    std::unique_ptr<Connection> connection;  // null: free
    std::uint32_t generation = 1;            // the high half of the key; raised by Erase
  };

  std::vector<Slot> slots_;          // the low half of a key is an index into it
  std::vector<std::uint32_t> free_;  // indices of free slots
  l01::IoCounts erased_;             // the calls of those that are gone
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_CONNECTION_TABLE_H_
