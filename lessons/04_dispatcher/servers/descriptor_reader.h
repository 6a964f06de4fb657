// A Dispatcher of one's own: bytes from any descriptor that epoll can watch (a pipe, a terminal, a
// serial line) on the same loop as the sockets. Lesson 04.
//
// A loop serves every Dispatcher, not only sockets. What it takes: say what you want to hear
// (GetRequestedEvents), and take it when it comes (OnEvent). A level stays until it is taken: a
// reader that asks for READ and does not read keeps the loop busy.
#ifndef LESSONS_04_DISPATCHER_SERVERS_DESCRIPTOR_READER_H_
#define LESSONS_04_DISPATCHER_SERVERS_DESCRIPTOR_READER_H_

#include <cstdint>
#include <string_view>

#include "04_dispatcher/loop/physical_socket_server.h"

namespace l04 {

/// Reads a descriptor whenever it has something. Loops on epoll only, on the loop's thread.
// [own-dispatcher]
class DescriptorReader final : public Dispatcher {
 public:
  /// Watches `fd`, which must be non-blocking and stays the caller's. Both must outlive this
  /// object.
  DescriptorReader(PhysicalSocketServer& loop, int fd);
  ~DescriptorReader() override { loop_.Remove(this); }

  /// Stops to read, or goes on: what comes meanwhile waits in the kernel.
  void SetPaused(bool paused);

  std::uint32_t GetRequestedEvents() const override {
    return paused_ || over_ ? 0U : std::uint32_t{DE_READ};
  }
  Handle GetHandle() const override { return static_cast<Handle>(fd_); }
  void OnEvent(std::uint32_t flags, int error) override;

  /// Bytes have come. They are the caller's only inside the call.
  Signal<std::string_view> SignalBytes;
  /// Nothing more will come: 0 at the end of the file or pipe, else the system's error code.
  Signal<int> SignalEnd;

 private:
  PhysicalSocketServer& loop_;  // calls OnEvent
  int fd_;                      // what is read
  bool paused_ = false;         // see SetPaused()
  bool over_ = false;           // SignalEnd was emitted
};
// [own-dispatcher]

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SERVERS_DESCRIPTOR_READER_H_
