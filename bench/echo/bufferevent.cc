// libevent with its buffers (bufferevent): the library also receives, stores and sends.
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "echo/echo.h"
#include "support/loopback.h"

namespace {

// What came is what goes: the buffers hand over their blocks, nothing is copied here.
void OnRead(bufferevent* client, void*) {
  evbuffer_add_buffer(bufferevent_get_output(client), bufferevent_get_input(client));
}

void OnEvent(bufferevent* client, short, void*) {
  bufferevent_free(client);
}

void OnAccept(evutil_socket_t door, short, void* argument) {
  auto* const base = static_cast<event_base*>(argument);
  for (int fd = bench::AcceptClient(door); fd >= 0; fd = bench::AcceptClient(door)) {
    bufferevent* const client = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
    bufferevent_setcb(client, OnRead, nullptr, OnEvent, nullptr);
    bufferevent_enable(client, EV_READ | EV_WRITE);
  }
}

}  // namespace

int main() {
  const int door = bench::ListenOnLoopback();
  event_base* const base = event_base_new();
  event* const accept = event_new(base, door, EV_READ | EV_PERSIST, OnAccept, base);
  event_add(accept, nullptr);
  return event_base_dispatch(base);
}
