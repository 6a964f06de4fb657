// Descriptors are the lowest free number (man 2 open), so a closed number comes back at once.
#include "03_epoll/experiments/registration_traps.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "01_blocking/sockets/pair.h"
#include "03_epoll/epoll/epoll.h"
#include "03_epoll/experiments/arrival.h"
#include "03_epoll/servers/connection_table.h"

namespace l03 {
namespace {

// Another descriptor for the same open file, with the number `number`, which must be free. The
// lowest free number is given out first, so smaller ones are used up on the way.
Descriptor DuplicateUntil(int number, int fd) {
  std::vector<Descriptor> smaller;
  while (true) {
    Descriptor duplicate(::dup(fd));
    if (duplicate.get() >= number || !duplicate.valid()) return duplicate;
    smaller.push_back(std::move(duplicate));
  }
}

}  // namespace

RemoveAfterCloseResult RemoveAfterClose() {
  auto [victim, victims_peer] = l01::ConnectedPair();
  Epoll epoll;
  RemoveAfterCloseResult seen;
  const int number = victim.native();
  epoll.Add(number, EPOLLIN, 1);
  victim.Close();
  if (!epoll.Remove(number)) seen.error = errno;

  const Descriptor stranger = DuplicateUntil(number, victims_peer.native());
  epoll.Add(stranger.get(), EPOLLIN, 2);
  seen.removed_stranger = stranger.get() == number && epoll.Remove(number);
  return seen;
}

// [close-a-duplicated]
DuplicateResult CloseADuplicated() {
  auto [ours, peer] = l01::ConnectedPair();
  const Descriptor duplicate(::dup(ours.native()));  // as a child process would have one
  Epoll epoll;
  DuplicateResult seen;
  const int number = ours.native();
  epoll.Add(number, EPOLLOUT, 1);
  ours.Close();

  std::array<epoll_event, 1> room;
  for (int i = 0; i < 3; ++i) seen.reports += static_cast<int>(epoll.Wait(room, 0).size());
  if (!epoll.Remove(number)) seen.remove_error = errno;
  return seen;
}
// [close-a-duplicated]

StaleEventResult UseAStaleEvent() {
  ConnectionTable table;
  Epoll epoll;
  auto [ours, peer] = l01::ConnectedPair();
  const int number = ours.native();
  peer.SendAll(std::array{std::byte{1}});
  AwaitBytes(ours, 1);
  const std::uint64_t key = table.Add(std::move(ours));
  epoll.Add(number, EPOLLIN, key);
  std::array<epoll_event, 2> room;
  const auto batch = epoll.Wait(room, 0);  // fetched, not looked at yet

  epoll.Remove(number);  // an earlier event of the batch ends this connection …
  table.Erase(key);
  const Descriptor newcomer = DuplicateUntil(number, peer.native());  // … and somebody comes

  StaleEventResult seen;
  seen.same_number = newcomer.get() == number;
  seen.descriptor_misled = seen.same_number && batch.size() == 1;
  seen.key_misled = batch.size() == 1 && table.Find(batch[0].data.u64) != nullptr;
  return seen;
}

}  // namespace l03
