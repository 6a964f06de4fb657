// The edge-triggered echo once more, as lean as it gets: compare with edge_echo_server.h. Lesson
// 03.
//
// What makes it lean, and what each costs the reader:
//  * one buffer for the whole server, since only one client is served at a time. What a client has
//    not taken yet gets memory of its own: a second way for the same bytes;
//  * a pointer as the key, which needs no look-up. It is safe only because a client is watched
//  once,
//    so that a batch has one event for it, and because nothing but its own event or its own place
//    on the to-do list ends it. Whoever adds a second reason to end a client needs keys again;
//  * no IoResult, no counts of calls, no trace: each outcome is asked of errno where it happens.
#ifndef LESSONS_03_EPOLL_SERVERS_LEAN_ECHO_SERVER_H_
#define LESSONS_03_EPOLL_SERVERS_LEAN_ECHO_SERVER_H_

#include <array>
#include <cstddef>
#include <list>
#include <utility>
#include <vector>

#include "03_epoll/epoll/descriptor.h"
#include "03_epoll/servers/epoll_server.h"

namespace l03 {

/// An echo server on edge-triggered epoll that gives up comfort for instructions and memory: an
/// idle client takes 64 octets of the heap.
class LeanEchoServer final : public EpollServer {
 public:
  /// Serves the clients of `listener`. @throws l01::SocketError.
  explicit LeanEchoServer(l01::Socket listener)
      : EpollServer(std::move(listener), EPOLLIN | EPOLLET) {}

  /// How many clients are connected. Only while Run() is not running.
  std::size_t clients() const { return clients_.size(); }

 private:
  // One client. Its address is its key.
  struct Client {
    explicit Client(int native) : fd(native) {}

    Descriptor fd;                      // the client's socket; nothing: it has ended
    bool to_the_end = false;            // an event said that a short read is not the end
    bool unfinished = false;            // it is on the to-do list, and served only from there
    std::vector<std::byte> rest;        // received, and not sent back yet
    std::list<Client>::iterator place;  // where the server keeps it
  };

  void OnListener() override { more_clients_ = true; }
  std::uint64_t Adopt(l01::Socket client) override;
  void Forget(std::uint64_t key) override;
  void OnConnection(std::uint64_t key, std::uint32_t events) override;
  bool HasLeftover() const override { return more_clients_ || !now_.empty(); }
  void OnTurnEnd() override;

  void Echo(Client& client);
  bool SendRest(Client& client);
  std::size_t Send(Client& client, const std::byte* data, std::size_t size);
  void End(Client& client);

  std::array<std::byte, 64 * 1024> room_;  // what was just received, from whomever
  std::list<Client> clients_;              // who is connected
  std::list<Client> ended_;                // who has ended in this turn; their functions still run
  std::vector<Client*> unfinished_;        // the to-do list of the next turn
  std::vector<Client*> now_;               // that of this turn
  bool more_clients_ = false;              // the listener may have clients
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_LEAN_ECHO_SERVER_H_
