// Two small sends in a row, and what of them the kernel still holds back. man 7 tcp: TCP_NODELAY.
#include "01_blocking/experiments/nagle.h"

#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

#include <array>
#include <cstddef>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/options.h"
#include "01_blocking/sockets/pair.h"

namespace l01 {
namespace {

// A fresh connection acknowledges its first packets at once (man 7 tcp, TCP_QUICKACK). Switch that
// off: the delayed acknowledgement is the usual case, and the one that hurts.
void DelayAcknowledgements(Socket& socket) {
  const int off = 0;
  if (::setsockopt(socket.native(), IPPROTO_TCP, TCP_QUICKACK, &off, sizeof off) != 0) {
    throw SocketError("setsockopt", "TCP_QUICKACK", LastSocketError());
  }
}

int Ask(const Socket& socket, unsigned long what, const char* name) {
  int bytes = 0;
  if (::ioctl(socket.native(), what, &bytes) != 0) {
    throw SocketError("ioctl", name, LastSocketError());
  }
  return bytes;
}

}  // namespace

// [two-small-sends]
SmallSends ObserveTwoSmallSends(bool no_delay) {
  auto [sender, receiver] = ConnectedPair();
  DelayAcknowledgements(receiver);
  SetNoDelay(sender, no_delay);
  sender.SendAll(std::array{std::byte{'a'}});  // nothing is unacknowledged yet: goes out at once
  sender.SendAll(std::array{std::byte{'b'}});  // 'a' is unacknowledged: Nagle keeps 'b' back
  return {.arrived = Ask(receiver, FIONREAD, "FIONREAD"),
          .held = Ask(sender, SIOCOUTQNSD, "SIOCOUTQNSD")};  // man 7 tcp: not sent yet
}
// [two-small-sends]

}  // namespace l01
