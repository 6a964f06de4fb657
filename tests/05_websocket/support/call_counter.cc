// Stands in front of the C library and counts, per thread.
#include "tests/05_websocket/support/call_counter.h"

#include <dlfcn.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cstdlib>

#include "tests/support/allocation_counter.h"

namespace ws_test {
namespace {

thread_local Costs costs;

// The function that would have been called without this file: libc's, or a sanitizer's.
template <typename Function>
Function* Next(const char* name) {
  void* const address = dlsym(RTLD_NEXT, name);
  if (address == nullptr) std::abort();
  return reinterpret_cast<Function*>(address);
}

}  // namespace

Costs CostsOfThisThread() noexcept {
  costs.allocations = test_support::Allocations();
  return costs;
}

Costs CostsSince(const Costs& before) noexcept {
  Costs since = CostsOfThisThread();
  since.allocations -= before.allocations;
  since.sends -= before.sends;
  since.receives -= before.receives;
  since.waits -= before.waits;
  since.controls -= before.controls;
  return since;
}

}  // namespace ws_test

extern "C" {

ssize_t send(int socket, const void* data, size_t size, int flags) {
  static auto* const next = ws_test::Next<decltype(send)>("send");
  ++ws_test::costs.sends;
  return next(socket, data, size, flags);
}

ssize_t recv(int socket, void* data, size_t size, int flags) {
  static auto* const next = ws_test::Next<decltype(recv)>("recv");
  ++ws_test::costs.receives;
  return next(socket, data, size, flags);
}

int epoll_wait(int epoll, epoll_event* events, int count, int timeout) {
  static auto* const next = ws_test::Next<decltype(epoll_wait)>("epoll_wait");
  ++ws_test::costs.waits;
  return next(epoll, events, count, timeout);
}

int epoll_ctl(int epoll, int operation, int descriptor, epoll_event* event) noexcept {
  static auto* const next = ws_test::Next<decltype(epoll_ctl)>("epoll_ctl");
  ++ws_test::costs.controls;
  return next(epoll, operation, descriptor, event);
}

}  // extern "C"
