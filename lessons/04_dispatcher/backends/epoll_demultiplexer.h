// Waiting by epoll. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_BACKENDS_EPOLL_DEMULTIPLEXER_H_
#define LESSONS_04_DISPATCHER_BACKENDS_EPOLL_DEMULTIPLEXER_H_

#include <array>
#include <optional>

#include "03_epoll/epoll/epoll.h"
#include "04_dispatcher/loop/demultiplexer.h"

namespace l04 {

/// Level-triggered epoll, and an edge-triggered eventfd to be woken by.
class EpollDemultiplexer final : public Demultiplexer {
 public:
  /// @throws l01::SocketError.
  EpollDemultiplexer();

  int Set(DispatcherKey key, Handle handle, std::uint32_t mask) override;
  void Erase(DispatcherKey key) override;
  void Wait(int timeout_ms, bool process_io, std::vector<ReadyEvent>* ready) override;
  void WakeUp() override;
  /// The calls of epoll_wait and epoll_ctl so far.
  l03::EpollCounts counts() const noexcept { return epoll_.counts(); }

 private:
  struct Watched {
    int fd = -1;             // -1: not in the kernel's set
    std::uint32_t mask = 0;  // DE_* flags
  };

  Watched& WatchedOf(DispatcherKey key);
  void WaitForSockets(int timeout_ms, std::vector<ReadyEvent>* ready);
  void WaitForWakeUpOnly(int timeout_ms);

  l03::Epoll epoll_;                       // the kernel's set
  l03::Descriptor wake_fd_;                // an eventfd; each write to it is one edge
  std::optional<l03::Epoll> wake_only_;    // a set with wake_fd_ alone, for process_io = false
  std::vector<Watched> watched_;           // by slot: the low half of the key
  std::array<epoll_event, 256> events_{};  // one batch; more are fetched in the next turn
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_BACKENDS_EPOLL_DEMULTIPLEXER_H_
