// A loop as one would write it at first: poll, a table from descriptor to object, and events that
// fire once until a call arms them again. Lesson 04's tests show four of its bugs; nothing else
// uses it. Do not copy it.
//
// An event is armed while the loop asks the system for it, and it fires when its handler is called.
// READ and WRITE are one-shot: firing disarms them. Recv arms READ again, whatever it returns; a
// Send that would block arms WRITE. So on_read comes again only after a Recv, on_write only after
// such a Send, and an event without a handler is used up. on_close is not one-shot: it comes in
// every round until its socket is destroyed.
//
// The bugs (a short send takes some of the bytes and does not block):
//
//  1. A stale event. An event was fetched for a socket that is gone. It reaches the socket that has
//     got the same descriptor since, and an end is told to a socket that has none.
//  2. Deletion in a handler. READ and WRITE come together. on_read destroys the socket and, with
//     it, the function that runs. Dispatch then reads on_write from freed memory.
//  3. A short send stalls. Only a send that would block arms WRITE, so after a short one nobody
//     calls.
//  4. Close before the last bytes. The end is told first, and what came in front of it may never
//     be read. A peer that has only stopped sending (half-close) looks the same, so a blocked
//     sender is never called again.
//
// Linux only (POLLRDHUP, man 2 poll): that is enough to see them. physical_socket_server.h and
// socket_dispatcher.h hold the answers.
#ifndef LESSONS_04_DISPATCHER_LOOP_NAIVE_DISPATCHER_H_
#define LESSONS_04_DISPATCHER_LOOP_NAIVE_DISPATCHER_H_

#include <functional>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "01_blocking/sockets/socket.h"

namespace l04 {

class NaiveSocket;

// [naive-loop]
/// Waits for all its sockets at once.
class NaiveDispatcher {
 public:
  /// Waits up to `timeout_ms` and calls the handlers of what is ready. Returns the number of
  /// sockets that were ready, or -1 if poll failed.
  int RunOnce(int timeout_ms);

 private:
  friend class NaiveSocket;
  std::map<l01::NativeSocket, NaiveSocket*> sockets_;  // by descriptor; not owned
};

/// A connected socket on such a loop.
class NaiveSocket {
 public:
  std::function<void()> on_read;   // Recv() will give something
  std::function<void()> on_write;  // there is room again
  std::function<void()> on_close;  // the peer sends no more, or the connection broke

  /// Watches `socket` on `loop`, which must live longer.
  NaiveSocket(NaiveDispatcher& loop, l01::Socket socket) : loop_(loop), socket_(std::move(socket)) {
    socket_.SetNonBlocking(true);
    loop_.sockets_[socket_.native()] = this;
  }
  ~NaiveSocket() { loop_.sockets_.erase(socket_.native()); }
  NaiveSocket(const NaiveSocket&) = delete;
  NaiveSocket& operator=(const NaiveSocket&) = delete;

  /// Receives, and arms READ again.
  l01::IoResult Recv(std::span<std::byte> room) {
    armed_ |= POLLIN;
    return socket_.Recv(room);
  }
  /// Sends some or all of `bytes`. WRITE comes when there is room again after a send that would
  /// block.
  l01::IoResult Send(std::span<const std::byte> bytes) {
    const l01::IoResult result = socket_.Send(bytes);
    if (result.would_block()) armed_ |= POLLOUT;  // bug 3: and after a short one?
    return result;
  }

 private:
  friend class NaiveDispatcher;

  void Dispatch(int events) {
    if ((events & (POLLRDHUP | POLLHUP | POLLERR)) != 0)
      return Call(on_close);  // bug 4: and what has come before the end?
    const int fired = events & armed_;
    armed_ &= ~fired;  // once, until it is armed again
    if ((fired & POLLIN) != 0) Call(on_read);
    if ((fired & POLLOUT) != 0) Call(on_write);  // bug 2: is this object still there?
  }
  static void Call(const std::function<void()>& handler) {
    if (handler) handler();
  }

  NaiveDispatcher& loop_;  // who waits for this socket
  l01::Socket socket_;     // non-blocking
  int armed_ = POLLIN;     // the events to ask poll for
};

inline int NaiveDispatcher::RunOnce(int timeout_ms) {
  std::vector<pollfd> entries;
  for (const auto& [descriptor, socket] : sockets_) {
    entries.push_back({descriptor, static_cast<short>(socket->armed_ | POLLRDHUP), 0});
  }
  const int ready = l01::native::Poll(entries, timeout_ms);
  for (const pollfd& entry : entries) {
    if (entry.revents == 0) continue;
    // A handler may have closed this socket, so it is looked up again. Bug 1: is it the same one?
    const auto found = sockets_.find(entry.fd);
    if (found != sockets_.end()) found->second->Dispatch(entry.revents);
  }
  return ready;
}
// [naive-loop]

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_NAIVE_DISPATCHER_H_
