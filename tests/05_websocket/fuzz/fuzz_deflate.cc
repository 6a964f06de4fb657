// Target: permessage-deflate. The octets are inflated as if a stranger had compressed them, and
// compressed as if they were a message of ours. The first octet chooses the parameters.
#include <string>

#include "05_websocket/frames/octets.h"
#include "05_websocket/messages/deflater.h"
#include "05_websocket/messages/inflater.h"
#include "tests/05_websocket/fuzz/targets.h"

namespace ws_fuzz {
namespace {

using l05::Inflater;

constexpr std::size_t kLimit = 1024 * 1024;  // no message of a fuzzer is worth more

// Returns false at corrupt data or over the limit.
bool Feed(Inflater& inflater, std::string_view input, std::string* message) {
  for (;;) {
    const std::size_t before = input.size();
    std::string_view piece;
    const Inflater::Status status = inflater.Next(&input, &piece);
    if (status == Inflater::Status::kCorrupt) return false;
    if (status == Inflater::Status::kDone) return true;
    Require(piece.size() <= Inflater::kPieceSize);
    Require(!piece.empty() || input.size() < before);  // every step makes progress
    message->append(piece);
    if (message->size() > kLimit) return false;
  }
}

bool Inflate(Inflater& inflater, std::string_view payload, std::string* message) {
  return Feed(inflater, payload, message) && Feed(inflater, inflater.Tail(), message) &&
         inflater.EndMessage();
}

}  // namespace

void FuzzDeflate(std::string_view octets) {
  if (octets.empty()) return;
  const std::uint8_t choice = l05::Octet(octets[0]);
  octets.remove_prefix(1);
  const bool forgets = (choice & 1) != 0;
  Inflater stranger(forgets);
  std::string message;
  for (int i = 0; i < 2 && Inflate(stranger, octets, &message); ++i) message.clear();

  l05::Deflater deflater(1 + choice / 2 % 9, 9 + choice / 32 % 7, forgets);
  Inflater inflater(forgets);
  const std::string_view half = octets.substr(0, octets.size() / 2);
  for (const std::string_view sent : {octets, half, octets}) {
    std::string received;
    Require(Inflate(inflater, deflater.Compress(sent), &received));
    Require(received == sent);
  }
}

}  // namespace ws_fuzz
