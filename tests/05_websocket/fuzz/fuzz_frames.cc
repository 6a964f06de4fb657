// Target: frames and messages, with and without compression. The first octet chooses the reader's
// role, whether messages may be compressed, and how TCP cuts the rest.
#include <algorithm>
#include <string>
#include <vector>

#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/utf8.h"
#include "05_websocket/messages/reader.h"
#include "tests/05_websocket/fuzz/targets.h"

namespace ws_fuzz {
namespace {

using l05::MessageReader;
using l05::Opcode;
using l05::ReadEvent;

constexpr l05::ReadLimits kLimits{2000, 3000, 5000};

struct Setup {
  l05::Role role = l05::Role::kClient;
  bool deflate = false;
  bool no_context_takeover = false;
};

struct Event {
  ReadEvent::Kind kind = ReadEvent::Kind::kNeedMore;
  Opcode opcode = Opcode::kBinary;
  std::string payload;
  std::uint16_t code = 0;
  bool operator==(const Event&) const = default;
};

// Octet by octet: for the automaton alone, without the blocks of frames/utf8_vector.h.
bool IsUtf8BySteps(std::string_view text) {
  l05::Utf8Validator validator;
  for (std::size_t i = 0; i < text.size(); ++i) validator.Feed(text.substr(i, 1));
  return validator.Complete();
}

void CheckEvent(const ReadEvent& event) {
  if (event.kind == ReadEvent::Kind::kMessage) {
    Require(event.opcode == Opcode::kText || event.opcode == Opcode::kBinary);
    Require(event.payload.size() <= kLimits.max_inflated);
    Require(event.opcode != Opcode::kText || IsUtf8BySteps(event.payload));
  } else if (event.kind == ReadEvent::Kind::kControl) {
    Require(IsControl(event.opcode) && event.payload.size() <= l05::kMaxControlPayload);
  } else {
    Require(event.violation.code >= 1002 && event.violation.what != nullptr);
  }
}

// Takes all events there are. Returns false after a violation.
bool TakeEvents(MessageReader& reader, std::vector<Event>* events) {
  for (;;) {
    const ReadEvent event = reader.Next();
    if (event.kind == ReadEvent::Kind::kNeedMore) return true;
    CheckEvent(event);
    events->push_back({event.kind, event.opcode, std::string(event.payload), event.violation.code});
    if (event.kind != ReadEvent::Kind::kViolation) continue;
    Require(reader.Next().kind == ReadEvent::Kind::kViolation);  // and it stays so
    return false;
  }
}

std::vector<Event> Read(std::string_view octets, std::size_t step, const Setup& setup) {
  MessageReader reader(setup.role, kLimits);
  if (setup.deflate) reader.EnableDeflate(setup.no_context_takeover);
  std::vector<Event> events;
  while (!octets.empty()) {
    const auto room = reader.buffer().WriteSpace();
    const std::size_t size = std::min({step, octets.size(), room.size()});
    std::copy_n(octets.begin(), size, room.begin());
    reader.buffer().Commit(size);
    octets.remove_prefix(size);
    if (!TakeEvents(reader, &events)) break;
  }
  return events;
}

}  // namespace

void FuzzFrames(std::string_view octets) {
  if (octets.empty()) return;
  const std::uint8_t choice = l05::Octet(octets[0]);
  octets.remove_prefix(1);
  Require(l05::IsUtf8(octets) == IsUtf8BySteps(octets));
  Setup setup;
  setup.role = (choice & 1) != 0 ? l05::Role::kServer : l05::Role::kClient;
  setup.deflate = (choice & 2) != 0;
  setup.no_context_takeover = (choice & 4) != 0;
  const std::size_t step = 1 + choice / 8U;
  Require(Read(octets, octets.size() + 1, setup) == Read(octets, step, setup));
}

}  // namespace ws_fuzz
