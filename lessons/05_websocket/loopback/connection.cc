// Read, decode, answer, send: each of it only when the socket is ready for it.
//
// A little over 200 lines, on purpose: the server is not the lesson's subject, and a reader who
// asks "what did the server do with it?" shall find the whole answer in one file. How a client is
// put together from parts is shown by the room `client`.
#include "05_websocket/loopback/connection.h"

#include <algorithm>
#include <utility>

#include "05_websocket/frames/close_code.h"

namespace l05 {
namespace {

// How long a client may take for the handshake, or for the end of its connection.
constexpr std::chrono::milliseconds kPatience{2'000};
// While more than this waits to be sent, the client's messages are not read: else a client that
// sends and never reads would fill our memory.
constexpr std::size_t kMaxQueued = 1024 * 1024;
// The limits of protoo-server are 64 KiB and 1 MiB; these are larger so that tests can go further.
constexpr ReadLimits kLimits = {256ULL * 1024 * 1024, 256ULL * 1024 * 1024, 256ULL * 1024 * 1024};
constexpr int kDeflateLevel = 6;

}  // namespace

LoopbackConnection::LoopbackConnection(l04::PhysicalSocketServer& server,
                                       std::unique_ptr<l04::AsyncSocket> socket,
                                       LoopbackReport& report, std::function<void()> ended,
                                       LoopbackListener* listener)
    : server_(server),
      socket_(std::move(socket)),
      report_(report),
      ended_(std::move(ended)),
      codec_{HttpHeadParser("GET "), MessageReader(Role::kServer, kLimits), {}, {}} {
  application_.listener = listener;
  slots_.push_back(socket_->SignalReadEvent.connect([this](auto*) { OnReadEvent(); }));
  slots_.push_back(socket_->SignalWriteEvent.connect([this](auto*) { OnWriteEvent(); }));
  slots_.push_back(socket_->SignalCloseEvent.connect([this](auto*, int) { End(); }));
  // Our answers are whole messages, put together already: Nagle's algorithm would only delay them.
  socket_->SetOption(l04::Option::kNoDelay, 1);
  // Whoever connects and says nothing must not keep a descriptor for ever.
  deadline_ = server_.CallAfter(kPatience, [this] { End(); });
}

// Not calling Recv is all it takes to stop: the event is one-shot, and TCP's window closes.
void LoopbackConnection::OnReadEvent() {
  const bool full = application_.listener != nullptr && application_.listener->IsFull();
  now_.read_waits = (full || codec_.queue.size() > kMaxQueued) && !now_.finished;
  if (now_.read_waits) return socket_->PauseReading();
  const std::span<char> room = codec_.reader.buffer().WriteSpace();
  const int received = socket_->Recv(room.data(), room.size());
  if (received <= 0) return;
  if (now_.finished)
    return;  // drained and dropped: an unread octet would turn our close into a reset
  codec_.reader.buffer().Commit(static_cast<std::size_t>(received));
  ProcessInput();
  Flush();
}

void LoopbackConnection::OnWriteEvent() {
  Flush();
  PumpSource();
  if (application_.listener != nullptr) application_.listener->OnChange();
  if (socket_ && now_.read_waits) OnReadEvent();
}

// As much as the client takes; its next write event goes on.
void LoopbackConnection::PumpSource() {
  if (!socket_) return;
  while (application_.source.HasMore() && !now_.close_sent && codec_.queue.size() <= kMaxQueued) {
    SendMessage(Opcode::kBinary, application_.source.Next());
    if (codec_.queue.size() > kMaxQueued) Flush();
  }
  Flush();
}

bool LoopbackConnection::CanTake() const {
  return !codec_.request && !now_.close_sent && !now_.finished && codec_.queue.size() <= kMaxQueued;
}

// After a broken rule or a Close frame the rest of the input is not even looked at (now_.finished).
void LoopbackConnection::ProcessInput() {
  if (codec_.request && !ReadRequest()) return;
  while (!now_.finished) {
    const ReadEvent event = codec_.reader.Next();
    if (event.kind == ReadEvent::Kind::kNeedMore) return;
    OnEvent(event);
  }
}

// Returns true once the handshake is accepted.
bool LoopbackConnection::ReadRequest() {
  std::size_t consumed = 0;
  const auto status = codec_.request->Feed(codec_.reader.buffer().data(), &consumed);
  codec_.reader.buffer().Consume(consumed);
  if (status == HttpHeadParser::Status::kNeedMore) return false;
  const ServerAnswer answer = Judge(status);
  codec_.queue.AppendRaw(answer.text);
  application_.service = answer.service;
  if (answer.deflate) AgreeOnDeflate(*answer.deflate);
  if (application_.service == Service::kSource)
    application_.source = LoopbackSource(TargetOf(codec_.request->head().start_line));
  codec_.request.reset();
  report_.Note([&answer](LoopbackCounts& counts) {
    ++(answer.accepted ? counts.accepted : counts.refused);
    if (!answer.accepted) counts.problems.push_back(answer.problem);
  });
  deadline_.Cancel();
  if (!answer.accepted) EndAfterFlush();
  if (answer.accepted) PumpSource();
  if (answer.accepted && application_.listener != nullptr) application_.listener->OnChange();
  return answer.accepted;
}

ServerAnswer LoopbackConnection::Judge(HttpHeadParser::Status status) const {
  ServerAnswer answer;
  if (status == HttpHeadParser::Status::kFailed) {
    answer.problem = codec_.request->error();
  } else if (codec_.reader.buffer().size() > 0) {
    // A client must wait for our answer before it sends a frame (RFC 6455 §4.1). The article does
    // not, and the real protoo-server then swallows the frame without a word.
    answer.problem = "frame before the handshake was answered";
  } else {
    return AnswerHandshake(codec_.request->head(), application_.listener != nullptr);
  }
  answer.text = RefusalText("400 Bad Request", answer.problem);
  return answer;
}

void LoopbackConnection::OnEvent(const ReadEvent& event) {
  if (event.kind == ReadEvent::Kind::kViolation) {
    return Fail(event.violation.code, event.violation.what);
  }
  report_.Note([this](LoopbackCounts& counts) {
    ++counts.frames;
    counts.keys.insert(codec_.reader.header().key);
  });
  switch (event.opcode) {
    case Opcode::kPing:
      return SendFrame(Opcode::kPong, true, event.payload);
    case Opcode::kPong:
      return report_.Note([](LoopbackCounts& counts) { ++counts.pongs; });
    case Opcode::kClose:
      return OnClientClose(event.payload);
    default:
      return OnMessage(event.opcode, event.payload);
  }
}

// protoo is text only; the real server ignores binary messages too (and logs them).
void LoopbackConnection::OnMessage(Opcode opcode, std::string_view payload) {
  report_.Note([](LoopbackCounts& counts) { ++counts.messages; });
  if (application_.listener != nullptr) return application_.listener->OnMessage(opcode, payload);
  if (application_.service == Service::kSource) return;
  if (application_.service == Service::kEcho) return SendMessage(opcode, payload);
  if (opcode != Opcode::kText) {
    return report_.Note(
        [](LoopbackCounts& counts) { counts.problems.push_back("binary message ignored"); });
  }
  const ProtooReaction reaction = application_.protoo.OnText(payload);
  if (!reaction.invalid.empty()) {
    report_.Note([&](LoopbackCounts& counts) { counts.problems.push_back(reaction.invalid); });
  }
  for (const std::string& text : reaction.texts) SendMessage(Opcode::kText, text);
  if (reaction.close) Close(kClosedByProtooServer, "closed by protoo-server");
}

// The answer repeats the code, and then nothing but the end of TCP follows.
void LoopbackConnection::OnClientClose(std::string_view payload) {
  const ClosePayload close = ParseClosePayload(payload);
  if (close.problem != nullptr) return Fail(close.code, close.problem);
  report_.Note([&close](LoopbackCounts& counts) { counts.close_codes.push_back(close.code); });
  if (!now_.close_sent) Close(close.code, {});
  EndAfterFlush();
}

// The client broke a rule. The report names it, so that a test can ask which one.
void LoopbackConnection::Fail(std::uint16_t code, std::string_view what) {
  report_.Note([what](LoopbackCounts& counts) { counts.problems.emplace_back(what); });
  if (!now_.close_sent) Close(code, what);
  EndAfterFlush();
}

void LoopbackConnection::SendText(std::string_view text) {
  SendMessage(Opcode::kText, text);
  Flush();
}

void LoopbackConnection::SendPing(std::string_view payload) {
  SendFrame(Opcode::kPing, true, payload);
  Flush();
}

// In fragments like those of WebSocket-Node, the library under protoo-server: the first one carries
// the opcode, the others say "continuation", the last one has FIN. A client that forgets the first
// opcode loses the message.
void LoopbackConnection::SendMessage(Opcode opcode, std::string_view payload) {
  if (now_.close_sent) return;
  bool compressed = codec_.deflater.has_value();
  if (compressed) payload = codec_.deflater->Compress(payload);
  do {
    const std::string_view part = payload.substr(0, kFragment);
    payload.remove_prefix(part.size());
    SendFrame(opcode, payload.empty(), part, compressed);
    opcode = Opcode::kContinuation;
    compressed = false;  // RSV1 stands on the first frame only (RFC 7692 §6)
  } while (!payload.empty());
}

void LoopbackConnection::AgreeOnDeflate(const DeflateParameters& agreed) {
  codec_.reader.EnableDeflate(agreed.client_no_context_takeover);
  codec_.deflater.emplace(kDeflateLevel, agreed.server_max_window_bits,
                          agreed.server_no_context_takeover);
}

void LoopbackConnection::SendFrame(Opcode opcode, bool fin, std::string_view payload,
                                   bool compressed) {
  if (now_.close_sent) return;
  codec_.queue.AppendFrame({fin, compressed, opcode, /*masked=*/false, {}, payload.size()},
                           payload);
}

// A client that does not answer our Close frame is dropped after a while: the deadline is what
// makes the close handshake end in every case.
void LoopbackConnection::Close(std::uint16_t code, std::string_view reason) {
  SendFrame(Opcode::kClose, true, EncodeClosePayload(code, FitCloseReason(reason)));
  now_.close_sent = true;
  deadline_ = server_.CallAfter(kPatience, [this] { End(); });
  Flush();
}

void LoopbackConnection::Flush() {
  if (!socket_ || codec_.queue.empty()) return;
  const auto result = codec_.queue.Flush([this](std::string_view octets) -> l01::IoResult {
    const int sent = socket_->Send(octets.data(), octets.size());
    if (sent > 0) return l01::IoResult::Bytes(static_cast<std::size_t>(sent));
    if (sent == 0 || socket_->IsBlocking()) return l01::IoResult::WouldBlock();
    return l01::IoResult::Error(socket_->GetError());
  });
  if (result == SendQueue::Flushed::kFailed) codec_.queue.Clear();  // the close event follows
  if (now_.finished && codec_.queue.empty()) socket_->ShutdownSend();
}

// The server closes TCP first (RFC 6455 §7.1.1): it ends its direction once everything is sent, and
// waits for the client's end. Closing at once could destroy the last octets on their way.
void LoopbackConnection::EndAfterFlush() {
  now_.finished = true;
  deadline_ = server_.CallAfter(kPatience, [this] { End(); });
  if (codec_.queue.empty()) {
    socket_->ShutdownSend();
  } else {
    Flush();
  }
}

// However it came to that: the socket goes, and the server forgets this client.
void LoopbackConnection::End() {
  slots_.clear();
  socket_.reset();
  const std::function<void()> ended = std::exchange(ended_, nullptr);
  if (ended) ended();  // destroys this object: nothing may follow
}

}  // namespace l05
