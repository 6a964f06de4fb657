// Read it from top to bottom: it is the way of a message, step by step.
#include "05_websocket/client/receiving.h"

#include <utility>

#include "05_websocket/client/frame_text.h"
#include "05_websocket/client/socket_io.h"
#include "support/trace.h"

namespace l05 {

void Receiving::Start(l04::AsyncSocket& socket, ReceiveBuffer received,
                      const std::optional<DeflateParameters>& deflate) {
  socket_ = &socket;
  ignoring_ = false;
  reader_.emplace(Role::kClient, options_.limits);
  reader_->buffer() = std::move(received);
  // Each direction follows what was agreed on for its sender (RFC 7692 §7.1).
  if (deflate) reader_->EnableDeflate(deflate->server_no_context_takeover);
  gate_.HandOver(*this);
}

// [receive]
// Returns false if there was nothing.
bool Receiving::OnReadable() {
  if (!ReceiveOnce(*socket_, reader_->buffer())) return false;
  events_.OnOctets();
  HandOut();
  return true;
}

// Every event may run a handler that closes, pauses or destroys the client, so each step first asks
// whether there is still something to do.
void Receiving::HandOut() {
  const Life::Watch here(life_);
  while (MayHandOut()) {
    const ReadEvent event = reader_->Next();
    if (event.kind == ReadEvent::Kind::kNeedMore) return;
    HandOutOne(event);
    if (!here.alive()) return;
  }
  // What follows a Close frame (RFC 6455 §5.5.1) or a broken rule is dropped, not stored.
  if (ignoring_) reader_->buffer().Clear();
}

void Receiving::HandOutOne(const ReadEvent& event) {
  if (event.kind == ReadEvent::Kind::kViolation) return events_.OnViolation(event.violation);
  if (options_.log) LogLine(options_.log, "<-", FrameText(event.opcode, event.payload));
  if (event.kind == ReadEvent::Kind::kControl) {
    return events_.OnControl(event.opcode, event.payload);
  }
  if (support::TraceIsOn()) {
    support::TraceInstant("ws.message",
                          {{"opcode", OpcodeName(event.opcode)}, {"bytes", event.payload.size()}});
  }
  events_.OnMessage(event.opcode, event.payload);
}
// [receive]

}  // namespace l05
