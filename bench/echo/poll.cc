// poll: the whole list goes to the kernel and back for every wait, so silent clients cost, too.
#include <poll.h>
#include <unistd.h>

#include <vector>

#include "echo/echo.h"
#include "support/loopback.h"

namespace {

// Two lists side by side; number 0 of both is the listening socket.
struct Table {
  std::vector<pollfd> polled;
  std::vector<bench::Client> clients;
};

void AcceptAll(Table& table) {
  const int door = table.polled.front().fd;
  for (int fd = bench::AcceptClient(door); fd >= 0; fd = bench::AcceptClient(door)) {
    table.polled.push_back({fd, POLLIN, 0});
    table.clients.push_back({fd, {}});
  }
}

// Removes number `i`: the last one takes its place.
void Remove(Table& table, std::size_t i) {
  ::close(table.polled[i].fd);
  table.polled[i] = table.polled.back();
  table.clients[i] = table.clients.back();
  table.polled.pop_back();
  table.clients.pop_back();
}

// From the back to the front, so that what takes the place of a removed one was served already.
void ServeReady(Table& table) {
  for (std::size_t i = table.polled.size() - 1; i > 0; --i) {
    if (table.polled[i].revents == 0) continue;
    const bench::Step step = bench::Echo(table.clients[i]);
    table.polled[i].events = step == bench::Step::kBlocked ? POLLOUT : POLLIN;
    if (step == bench::Step::kEnd) Remove(table, i);
  }
}

}  // namespace

int main() {
  Table table;
  table.polled.push_back({bench::ListenOnLoopback(), POLLIN, 0});
  table.clients.emplace_back();
  for (;;) {
    if (::poll(table.polled.data(), table.polled.size(), -1) < 0) continue;
    ServeReady(table);
    if (table.polled.front().revents != 0) AcceptAll(table);
  }
}
