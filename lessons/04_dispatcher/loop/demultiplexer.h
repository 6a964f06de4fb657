// The one thing that differs between the systems: waiting for many sockets at once.
//
// epoll and WSAEventSelect each implement this small interface; a test implements it too.
// Everything above it — one-shot events, states, lifetime — is written once. (The pattern's name is
// Reactor, and this part of it is called the synchronous event demultiplexer.) Lesson 04.
#ifndef LESSONS_04_DISPATCHER_LOOP_DEMULTIPLEXER_H_
#define LESSONS_04_DISPATCHER_LOOP_DEMULTIPLEXER_H_

#include <cstdint>
#include <vector>

#include "04_dispatcher/loop/dispatcher.h"

namespace l04 {

/// One socket that has something to tell.
struct ReadyEvent {
  DispatcherKey key = kNoKey;  // the registration
  std::uint32_t flags = 0;     // DE_* flags that happened
  int error = 0;               // the system's code if DE_CLOSE is among them, else 0
};

/// Waits for many sockets at once. All functions but WakeUp() belong to the loop's thread.
class Demultiplexer {
 public:
  virtual ~Demultiplexer() = default;

  /// Watches `handle` for the events of `mask` under `key`, or changes the mask. Mask 0 is allowed:
  /// nothing is reported then. Returns 0, or the system's error code if it refuses this socket.
  virtual int Set(DispatcherKey key, Handle handle, std::uint32_t mask) = 0;
  /// Forgets `key`. Call it before the handle is closed.
  virtual void Erase(DispatcherKey key) = 0;
  /// Waits up to `timeout_ms` (-1: without limit) and replaces the contents of `*ready`. Returns
  /// early, possibly with nothing, when WakeUp() was called or a signal came. With `process_io`
  /// false only WakeUp() ends the wait, and what happens on the sockets is kept for later.
  /// @throws l01::SocketError.
  virtual void Wait(int timeout_ms, bool process_io, std::vector<ReadyEvent>* ready) = 0;
  /// Ends the current Wait, or the next one if none is running. Any thread. Many calls count as
  /// one.
  virtual void WakeUp() = 0;
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_DEMULTIPLEXER_H_
