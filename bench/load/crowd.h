// The connections to one server: some play ping-pong, the others are silent.
#ifndef BENCH_LOAD_CROWD_H_
#define BENCH_LOAD_CROWD_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bench {

/// When a slice ends, whatever comes first.
struct SliceEnd {
  std::chrono::milliseconds time{0};  // 0: never
  std::uint64_t requests = 0;         // 0: never
};

/// What happened in a slice.
struct Slice {
  std::uint64_t requests = 0;            // echoes that came back
  double seconds = 0;                    // from the first request to the last echo
  std::vector<std::uint32_t> latencies;  // nanoseconds of each request
};

/// Connects to 127.0.0.1:`port`. One thread.
class Crowd {
 public:
  /// Opens `active` connections that send messages of `size` octets. @throws std::runtime_error.
  Crowd(std::uint16_t port, std::size_t active, std::size_t size);
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  /// Opens `count` more connections, which stay silent.
  void AddIdle(std::size_t count);

  /// Every active connection sends, waits for its echo and sends again, until the end of the slice;
  /// then what is under way comes back. @throws std::runtime_error for a wrong echo, or none.
  Slice Run(const SliceEnd& end);

 private:
  using Clock = std::chrono::steady_clock;
  struct Player {
    int fd = -1;              // the connection
    std::size_t missing = 0;  // octets of the echo that have not come
    Clock::time_point sent;   // when the request left
  };

  int Connect() const;
  void Greet(int fd) const;
  void SendRequest(Player& player);
  bool ReceiveEcho(Player& player);
  void GoOn(Player& player, const SliceEnd& end, Slice* slice);

  const std::uint16_t port_;     // of the server
  const std::string message_;    // every request
  std::string received_;         // room for an echo
  int epoll_ = -1;               // watches the players
  std::vector<Player> players_;  // the active connections
  std::uint64_t under_way_ = 0;  // requests whose echo has not come
  Clock::time_point started_;    // the slice
  std::vector<int> idle_;        // the silent ones
};

}  // namespace bench

#endif  // BENCH_LOAD_CROWD_H_
