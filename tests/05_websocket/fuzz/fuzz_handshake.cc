// Target: the server's answer to the opening handshake. The first octet chooses how TCP cuts it.
#include <algorithm>
#include <string>
#include <utility>

#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/visible_text.h"
#include "05_websocket/handshake/handshake.h"
#include "tests/05_websocket/fuzz/targets.h"

namespace ws_fuzz {
namespace {

using l05::HandshakeReader;
using Status = HandshakeReader::Status;

// Known to the corpus: its answers carry the Accept for this key.
constexpr const char* kKey = "dGhlIHNhbXBsZSBub25jZQ==";

struct Outcome {
  Status status = Status::kNeedMore;  // what the reader said at the end
  std::size_t consumed = 0;           // octets that belonged to the answer
  std::string what;                   // of the failure
  std::string subprotocol;            // of the acceptance
  std::string body;                   // of the refusal
  std::size_t interim = 0;            // responses that were skipped
  bool operator==(const Outcome&) const = default;
};

Outcome Read(std::string_view octets, std::size_t step) {
  l05::HandshakeOptions options;
  options.subprotocols = {"protoo", "chat"};
  options.deflate.emplace();
  options.max_head = 1024;
  HandshakeReader reader(kKey, options);
  Outcome outcome;
  while (!octets.empty() && outcome.status == Status::kNeedMore) {
    const std::string_view piece = octets.substr(0, step);
    std::size_t consumed = 0;
    outcome.status = reader.Feed(piece, &consumed);
    Require(consumed <= piece.size());
    Require(outcome.status != Status::kNeedMore || consumed == piece.size());
    outcome.consumed += consumed;
    octets.remove_prefix(piece.size());
  }
  if (outcome.status == Status::kNeedMore) outcome.status = reader.OnEnd();
  Require(outcome.status != Status::kNeedMore);
  outcome.what = reader.failure().what;
  outcome.subprotocol = reader.subprotocol();
  outcome.body = reader.failure().body;
  outcome.interim = reader.TakeInterim().size();
  Require(outcome.body.size() <= l05::RefusalBody::kKept);
  Require(l05::VisibleText(outcome.what) == outcome.what);
  Require((outcome.status == Status::kFailed) == !outcome.what.empty());
  return outcome;
}

}  // namespace

void FuzzHandshake(std::string_view octets) {
  if (octets.empty()) return;
  const std::size_t step = 1 + l05::Octet(octets[0]) % 16;
  octets.remove_prefix(1);
  Outcome whole = Read(octets, octets.size() + 1);
  Outcome pieces = Read(octets, step);
  // After a failure the rest does not matter, and how much of it was looked at depends on the cut.
  if (whole.status == Status::kFailed) whole.consumed = pieces.consumed = 0;
  Require(whole == pieces);
}

}  // namespace ws_fuzz
