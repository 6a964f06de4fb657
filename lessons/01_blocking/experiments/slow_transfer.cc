// One thread plays both sides.
#include "01_blocking/experiments/slow_transfer.h"

#include <vector>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/readiness.h"

namespace l01 {
namespace {

constexpr std::chrono::milliseconds kPatience{5000};

void ReadStep(Socket& reader, std::vector<std::byte>& room, std::string* received) {
  if (!WaitReadable(reader, kPatience)) return;
  const IoResult result = reader.Recv(room);
  if (result.failed()) throw SocketError("recv", "", result.error);
  received->append(reinterpret_cast<const char*>(room.data()), result.bytes);
}

}  // namespace

// [slow-transfer]
IoCounts TransferSlowly(Socket& sender, Socket& reader, const std::string& text,
                        std::size_t reader_step, std::string* received) {
  sender.SetNonBlocking(true);
  reader.SetNonBlocking(true);
  IoCounts counts;
  std::vector<std::byte> room(reader_step);
  std::span<const std::byte> rest = std::as_bytes(std::span(text));
  while (!rest.empty()) {
    const IoResult sent = sender.Send(rest);
    counts.AddSend(sent, rest.size());
    if (sent.failed()) throw SocketError("send", "", sent.error);
    rest = rest.subspan(sent.bytes);  // a short send: keep the rest
    if (sent.would_block()) ReadStep(reader, room, received);
  }
  while (received->size() < text.size()) ReadStep(reader, room, received);
  return counts;
}
// [slow-transfer]

}  // namespace l01
