// io_uring through liburing: recv and send are handed to the kernel many at a time. A yardstick,
// not a readiness loop: it shows what is left when the system calls are gone.
#include <liburing.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "echo/echo.h"
#include "support/loopback.h"

namespace {

constexpr unsigned kEntries = 4096;

// One client, and the one operation that it has under way.
struct Session {
  int fd = -1;                                  // the socket
  bool sending = false;                         // else it receives
  std::size_t begin = 0;                        // first octet that is not sent
  std::size_t end = 0;                          // one past the last octet that came
  std::array<char, bench::kBufferSize> buffer;  // the kernel writes here, so it must be its own
};

io_uring_sqe* NextEntry(io_uring* ring) {
  io_uring_sqe* entry = io_uring_get_sqe(ring);
  while (entry == nullptr) {  // the queue is full: hand it over
    io_uring_submit(ring);
    entry = io_uring_get_sqe(ring);
  }
  return entry;
}

void Receive(io_uring* ring, Session* session) {
  session->sending = false;
  io_uring_sqe* const entry = NextEntry(ring);
  io_uring_prep_recv(entry, session->fd, session->buffer.data(), session->buffer.size(), 0);
  io_uring_sqe_set_data(entry, session);
}

void Send(io_uring* ring, Session* session) {
  session->sending = true;
  io_uring_sqe* const entry = NextEntry(ring);
  io_uring_prep_send(entry, session->fd, session->buffer.data() + session->begin,
                     session->end - session->begin, MSG_NOSIGNAL);
  io_uring_sqe_set_data(entry, session);
}

void Accept(io_uring* ring, int door) {
  io_uring_sqe* const entry = NextEntry(ring);
  io_uring_prep_accept(entry, door, nullptr, nullptr, SOCK_CLOEXEC);
  io_uring_sqe_set_data(entry, nullptr);
}

void OnAccepted(io_uring* ring, int door, int result) {
  Accept(ring, door);
  if (result < 0) return;
  // For overwrite: the pages of its buffer are taken when they are used, not now.
  auto session = std::make_unique_for_overwrite<Session>();
  session->fd = result;
  Receive(ring, session.release());
}

void OnDone(io_uring* ring, Session* session, int result) {
  if (result <= 0) {
    ::close(session->fd);
    const std::unique_ptr<Session> dies(session);
    return;
  }
  const auto size = static_cast<std::size_t>(result);
  if (session->sending) {
    session->begin += size;
  } else {
    session->begin = 0;
    session->end = size;
  }
  if (session->begin < session->end) {
    Send(ring, session);
  } else {
    Receive(ring, session);
  }
}

void HandleCompletions(io_uring* ring, int door) {
  unsigned head = 0;
  unsigned seen = 0;
  io_uring_cqe* completion = nullptr;
  io_uring_for_each_cqe(ring, head, completion) {
    ++seen;
    auto* const session = static_cast<Session*>(io_uring_cqe_get_data(completion));
    if (session == nullptr) {
      OnAccepted(ring, door, completion->res);
    } else {
      OnDone(ring, session, completion->res);
    }
  }
  io_uring_cq_advance(ring, seen);
}

}  // namespace

int main() {
  io_uring ring;
  const int refused = io_uring_queue_init(kEntries, &ring, 0);
  if (refused != 0) {
    errno = -refused;
    bench::Fail("io_uring_setup");
  }
  const int door = bench::ListenOnLoopback();
  Accept(&ring, door);
  for (;;) {
    io_uring_submit_and_wait(&ring, 1);
    HandleCompletions(&ring, door);
  }
}
