// Each experiment makes its own pair of sockets and its own epoll instance.
#include "03_epoll/experiments/triggers.h"

#include <array>
#include <chrono>
#include <string_view>
#include <vector>

#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"
#include "03_epoll/epoll/epoll.h"
#include "03_epoll/experiments/arrival.h"

namespace l03 {
namespace {

constexpr std::size_t kSmallBuffer = 5;  // bytes per recv: too small for the message on purpose
constexpr int kNow = 0;                  // the time-out that asks "is there anything now?"
constexpr int kSoonMs = 2000;
constexpr std::chrono::milliseconds kSettled{100};

void SendText(l01::Socket& socket, std::string_view text) {
  socket.SendAll(std::as_bytes(std::span(text.data(), text.size())));
}

// Asks twice: a level answers twice, an edge once.
int AskTwice(Epoll& epoll, int first_timeout_ms) {
  std::array<epoll_event, 1> room;
  int reports = epoll.Wait(room, first_timeout_ms).empty() ? 0 : 1;
  if (!epoll.Wait(room, kNow).empty()) ++reports;
  return reports;
}

// Returns how many bytes the sockets between us and the peer took. Full means that it stays so:
// what is on its way to the peer may make room once more.
std::size_t SendUntilFull(l01::Socket& socket) {
  const std::vector<std::byte> chunk(64 * 1024);
  std::size_t total = 0;
  do {
    for (l01::IoResult sent; (sent = socket.Send(chunk)).ok();) total += sent.bytes;
  } while (l01::WaitWritable(socket, kSettled));
  return total;
}

void ReceiveBytes(l01::Socket& socket, std::size_t bytes) {
  std::vector<std::byte> room(64 * 1024);
  while (bytes > 0) bytes -= socket.Recv(std::span(room).first(std::min(bytes, room.size()))).bytes;
}

}  // namespace

int CountReports(std::uint32_t trigger) {
  auto [sender, receiver] = l01::ConnectedPair();
  receiver.SetNonBlocking(true);
  Epoll epoll;
  epoll.Add(receiver.native(), EPOLLIN | trigger, 1);
  SendText(sender, "helloworld");
  AwaitBytes(receiver, 10);

  int reports = 0;
  std::array<epoll_event, 1> room;
  std::array<std::byte, kSmallBuffer> bytes;
  while (!epoll.Wait(room, kNow).empty()) {
    ++reports;
    receiver.Recv(bytes);
  }
  return reports;
}

int CountWorkersTold(std::uint32_t trigger) {
  auto [sender, receiver] = l01::ConnectedPair();
  Epoll epoll;
  epoll.Add(receiver.native(), EPOLLIN | trigger, 1);

  int told = 0;
  for (std::size_t worker = 1; worker <= 2; ++worker) {
    SendText(sender, "hello");
    AwaitBytes(receiver, 5 * worker);
    std::array<epoll_event, 1> room;
    if (!epoll.Wait(room, kNow).empty()) ++told;  // and now it begins to work, and is slow
  }
  return told;
}

WritableReports CountWritableReports(std::uint32_t trigger) {
  auto [ours, peer] = l01::ConnectedPair();
  ours.SetNonBlocking(true);
  Epoll epoll;
  WritableReports seen;
  epoll.Add(ours.native(), EPOLLOUT | trigger, 1);
  seen.after_registering = AskTwice(epoll, kNow);

  for (int i = 0; i < 3; ++i) SendText(ours, "hello");
  seen.after_sends = AskTwice(epoll, kNow);

  const std::size_t taken = SendUntilFull(ours);
  seen.while_full = AskTwice(epoll, kNow);

  ReceiveBytes(peer, 15 + taken);
  seen.after_room_is_made = AskTwice(epoll, kSoonMs);
  return seen;
}

}  // namespace l03
