// libevent, raw events: the library says when a socket is ready, recv and send are our own.
#include <event2/event.h>
#include <unistd.h>

#include <memory>

#include "echo/echo.h"
#include "support/loopback.h"

namespace {

struct EventDeleter {
  void operator()(event* dying) const { event_free(dying); }
};
using Event = std::unique_ptr<event, EventDeleter>;

struct Session {
  bench::Client client;  // the socket
  event_base* base;      // the loop
  Event watch;           // what the loop watches now
};

void OnReady(evutil_socket_t fd, short what, void* argument);

void Watch(Session* session, short what) {
  const auto mask = static_cast<short>(what | EV_PERSIST);
  session->watch.reset(event_new(session->base, session->client.fd, mask, OnReady, session));
  event_add(session->watch.get(), nullptr);
}

void OnReady(evutil_socket_t, short what, void* argument) {
  auto* const session = static_cast<Session*>(argument);
  const bench::Step step = bench::Echo(session->client);
  if (step == bench::Step::kEnd) {
    ::close(session->client.fd);
    const std::unique_ptr<Session> dies(session);
    return;
  }
  const short wanted = step == bench::Step::kBlocked ? EV_WRITE : EV_READ;
  if (wanted != (what & (EV_READ | EV_WRITE))) Watch(session, wanted);
}

void OnAccept(evutil_socket_t door, short, void* argument) {
  auto* const base = static_cast<event_base*>(argument);
  for (int fd = bench::AcceptClient(door); fd >= 0; fd = bench::AcceptClient(door)) {
    auto session = std::make_unique<Session>(Session{{fd, {}}, base, nullptr});
    Watch(session.release(), EV_READ);
  }
}

}  // namespace

int main() {
  const int door = bench::ListenOnLoopback();
  event_base* const base = event_base_new();
  const Event accept(event_new(base, door, EV_READ | EV_PERSIST, OnAccept, base));
  event_add(accept.get(), nullptr);
  return event_base_dispatch(base);
}
