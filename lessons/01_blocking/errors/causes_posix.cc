// POSIX alone has signals that interrupt a call, and a limit of descriptors that a process may
// lower.
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "01_blocking/errors/causes.h"
#include "01_blocking/errors/receive_timeout.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/pair.h"

namespace l01 {
namespace {

// A signal handler without SA_RESTART, and an alarm clock that rings until the call has noticed.
int BeInterrupted() {
  const auto [ours, theirs] = ConnectedPair();
  struct sigaction handler {};
  struct sigaction before {};
  handler.sa_handler = [](int) {};
  ::sigaction(SIGALRM, &handler, &before);
  const itimerval ringing{{0, 20'000}, {0, 20'000}};  // µs
  ::setitimer(ITIMER_REAL, &ringing, nullptr);
  std::array<std::byte, 16> room;
  const int code = native::Recv(ours.native(), room) < 0 ? errno : 0;
  const itimerval quiet{};
  ::setitimer(ITIMER_REAL, &quiet, nullptr);
  ::sigaction(SIGALRM, &before, nullptr);
  return code;
}

// The limit is lowered to what is open now, and put back.
int UseUpDescriptors() {
  const int lowest = ::fcntl(0, F_DUPFD_CLOEXEC, 0);  // all below are taken
  if (lowest >= 0) ::close(lowest);
  rlimit limits{};
  ::getrlimit(RLIMIT_NOFILE, &limits);
  rlimit tight = limits;
  tight.rlim_cur = static_cast<rlim_t>(lowest);
  ::setrlimit(RLIMIT_NOFILE, &tight);
  const Socket one_more(native::Open(AF_INET, SOCK_STREAM));
  const int code = one_more.valid() ? 0 : errno;
  ::setrlimit(RLIMIT_NOFILE, &limits);
  return code;
}

}  // namespace

std::vector<Cause> CausesOfThisSystem() {
  return {
      {Fault::kInterrupted, "recv", "a signal has come while the call was waiting",
       "call again; or SA_RESTART", BeInterrupted},
      {Fault::kNoDescriptorLeft, "socket, accept", "as many files are open as the process may have",
       "close what is done; pause accept; ulimit -n", UseUpDescriptors},
  };
}

void SetReceiveTimeout(const Socket& socket, std::chrono::milliseconds timeout) {
  const timeval value{timeout.count() / 1000, timeout.count() % 1000 * 1000};
  if (::setsockopt(socket.native(), SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value) != 0) {
    throw SocketError("setsockopt SO_RCVTIMEO", "", errno);
  }
}

}  // namespace l01
