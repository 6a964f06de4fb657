// One step of an echo, the same in all servers that call recv and send themselves: so they differ
// only in how they learn that a socket is ready.
#ifndef BENCH_ECHO_ECHO_H_
#define BENCH_ECHO_ECHO_H_

#include <cstddef>
#include <string>

namespace bench {

/// The most that one recv takes. One buffer serves all connections: an idle one has none.
inline constexpr std::size_t kBufferSize = 64 * 1024;

/// One client.
struct Client {
  int fd = -1;         // non-blocking, owned by the server
  std::string unsent;  // what the last send did not take; empty nearly always
};

/// How a step ended.
enum class Step {
  kFull,     // everything was sent, and the buffer was full: more may be there
  kShort,    // everything was sent, and recv gave less than it could: nothing more is there
  kNothing,  // nothing to receive
  kBlocked,  // the client does not read: wait until the socket is writable
  kEnd,      // the client is gone
};

/// Sends what was left over, or else receives once and sends it back.
Step Echo(Client& client);

/// The next client of a listening socket, non-blocking; -1 when none waits.
int AcceptClient(int door);

}  // namespace bench

#endif  // BENCH_ECHO_ECHO_H_
