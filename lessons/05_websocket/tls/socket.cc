// The events of the socket below, fed into the engine, and the signals that come of it.
//
// A little over 200 lines, on purpose: every function here asks or changes the same five flags, and
// one who looks for a lost signal must see all of them on one page.
#include "05_websocket/tls/socket.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace l05 {
namespace {

// Codes of our own for GetError and SignalCloseEvent; the system's are positive.
constexpr int kTlsFailed = -1;      // the engine says why
constexpr int kTlsTruncated = -2;   // TCP ended without a close_notify
constexpr int kTlsUnfinished = -3;  // TCP ended during the TLS handshake
// One Recv of ciphertext: four records of the largest size with their headers.
constexpr std::size_t kCiphertextRoom = 4 * (16 * 1024 + 256 + 5);
// The most plaintext that one Send takes.
constexpr std::size_t kMaxSend = 64 * 1024;

}  // namespace

TlsSocket::TlsSocket(l04::PhysicalSocketServer& loop, std::unique_ptr<l04::AsyncSocket> socket,
                     std::shared_ptr<TlsEngine> engine)
    : loop_(loop),
      socket_(std::move(socket)),
      engine_(std::move(engine)),
      ciphertext_(kCiphertextRoom),
      life_(std::make_shared<char>()) {
  slots_.push_back(socket_->SignalReadEvent.connect([this](auto*) { OnReadable(); }));
  slots_.push_back(socket_->SignalWriteEvent.connect([this](auto*) { OnWritable(); }));
  slots_.push_back(socket_->SignalCloseEvent.connect([this](auto*, int e) { OnClosed(e); }));
  AdvanceHandshake();  // the first flight is ours
}

TlsSocket::~TlsSocket() {
  TlsSocket::Close();
}

int TlsSocket::Close() {
  if (std::exchange(now_.closed, true)) return 0;
  now_.over = true;
  slots_.clear();
  announce_.Cancel();
  if (now_.established) {
    engine_->CloseNotify();
    Push();  // one try: nobody waits for a peer that does not read
  }
  return socket_->Close();
}

// By force: no close_notify, which would say that the end was meant.
void TlsSocket::Abort() {
  now_.closed = now_.over = true;
  slots_.clear();
  announce_.Cancel();
  socket_->Abort();
}

void TlsSocket::OnReadable() {
  if (now_.established) {
    // Not pulled here but in Recv: while nobody reads, TCP slows the server down.
    SignalReadEvent(this);  // may destroy this object: nothing may follow
    return;
  }
  if (Pull()) AdvanceHandshake();
}

void TlsSocket::AdvanceHandshake() {
  const TlsEngine::Status status = engine_->Handshake();
  Push();  // our next flight, or the alert that says what is wrong
  if (status == TlsEngine::Status::kNeedInput) return;
  if (status == TlsEngine::Status::kEnd) return EndWith(kTlsUnfinished);
  if (status == TlsEngine::Status::kFailed) {
    return EndWith(engine_->Untrusted() ? kTlsUntrusted : kTlsFailed);
  }
  now_.established = true;
  // The server may have sent data right behind its last flight, in the same segment.
  AnnounceSoon();
  SignalConnectEvent(this);  // may destroy this object: nothing may follow
}

void TlsSocket::OnWritable() {
  if (Push() != Pushed::kAll) return;
  if (std::exchange(now_.shutdown_waits, false)) socket_->ShutdownSend();
  if (std::exchange(now_.wants_write, false)) SignalWriteEvent(this);  // may destroy this object
}

// TCP's end alone proves nothing: an attacker can send it. Only the close_notify, which he cannot
// make, says that the server had no more to say (rule R35). It may still lie in the socket below,
// behind data that somebody who has paused did not read.
void TlsSocket::OnClosed(int error) {
  now_.tcp_ended = true;
  if (!now_.end) now_.end = error != 0 ? error : now_.established ? kTlsTruncated : kTlsUnfinished;
  if (HasMore()) return AnnounceSoon();
  AnnounceEnd();
}

bool TlsSocket::Pull() {
  const int received = socket_->Recv(ciphertext_.data(), ciphertext_.size());
  if (received > 0) engine_->Feed({ciphertext_.data(), static_cast<std::size_t>(received)});
  return received > 0;
}

TlsSocket::Pushed TlsSocket::Push() {
  OctetFifo& output = engine_->output();
  while (!output.data().empty()) {
    const int sent = socket_->Send(output.data().data(), output.data().size());
    if (sent < 0) return socket_->IsBlocking() ? Pushed::kBlocked : Pushed::kBroken;
    output.Consume(static_cast<std::size_t>(sent));
  }
  return Pushed::kAll;
}

// What was encrypted cannot be taken back: its record number is used up. So a Send counts as done
// when OpenSSL has it, and while a part of its output waits nothing more is taken.
int TlsSocket::Send(const void* data, std::size_t size) {
  if (!now_.established || now_.over) return FailCall(kTlsFailed, /*blocking=*/false);
  const Pushed pushed = Push();
  if (pushed == Pushed::kBroken) return FailCall(socket_->GetError(), /*blocking=*/false);
  if (pushed == Pushed::kBlocked) {
    now_.wants_write = true;
    return FailCall(0, /*blocking=*/true);
  }
  size = std::min(size, kMaxSend);
  if (engine_->Write({static_cast<const char*>(data), size}) != TlsEngine::Status::kOk) {
    EndWith(kTlsFailed);
    return FailCall(kTlsFailed, /*blocking=*/false);
  }
  Push();
  return static_cast<int>(size);
}

int TlsSocket::Recv(void* data, std::size_t size) {
  if (!now_.established || now_.over) return FailCall(0, /*blocking=*/true);
  const std::size_t received = ReadInto(static_cast<char*>(data), size);
  Push();  // reading may have made an answer: to a new key, or an alert
  // What is left lies here and not in the kernel, so the kernel will not tell about it. It may lie
  // there too, left on purpose.
  if (now_.end || received == size) AnnounceSoon();
  if (received == size) socket_->PauseReading();
  if (received == 0) return FailCall(0, /*blocking=*/true);
  return static_cast<int>(received);
}

std::size_t TlsSocket::ReadInto(char* to, std::size_t size) {
  std::size_t total = 0;
  bool pulled = false;  // once per call: a fast server must not keep the loop for itself
  while (total < size) {
    std::size_t received = 0;
    switch (engine_->Read({to + total, size - total}, &received)) {
      case TlsEngine::Status::kOk:
        total += received;
        break;
      case TlsEngine::Status::kNeedInput:
        if (std::exchange(pulled, true) || !Pull()) return total;
        break;
      case TlsEngine::Status::kEnd:
        if (!now_.end) now_.end = 0;
        return total;
      case TlsEngine::Status::kFailed:
        if (!now_.end) now_.end = kTlsFailed;
        return total;
    }
  }
  return total;
}

int TlsSocket::ShutdownSend() {
  engine_->CloseNotify();
  if (Push() == Pushed::kAll) return socket_->ShutdownSend();
  now_.shutdown_waits = true;
  return 0;
}

// Never a signal inside a call of the user.
void TlsSocket::AnnounceSoon() {
  announce_ = loop_.CallAfter(std::chrono::milliseconds(0), [this] { Announce(); });
}

// After TCP's end the socket below announces nothing, so what it still holds is asked for here.
bool TlsSocket::HasMore() {
  if (!now_.established) return false;
  while (!engine_->CanRead()) {
    if (!now_.tcp_ended || !Pull()) return false;
  }
  return true;
}

void TlsSocket::Announce() {
  const std::weak_ptr<char> life = life_;
  if (HasMore()) SignalReadEvent(this);
  if (!life.expired()) AnnounceEnd();
}

// The end waits for whoever has not read everything yet; the Recv that does comes back here.
void TlsSocket::AnnounceEnd() {
  if (now_.over || !now_.end || HasMore()) return;
  now_.over = true;
  slots_.clear();
  SignalCloseEvent(this, now_.established && engine_->Ended()
                             ? 0
                             : *now_.end);  // may destroy this object: nothing may follow
}

void TlsSocket::EndWith(int code) {
  if (!now_.end) now_.end = code;
  AnnounceSoon();
}

int TlsSocket::FailCall(int code, bool blocking) {
  failure_.code = code;
  failure_.blocking = blocking;
  return -1;
}

std::string TlsSocket::ErrorText(int error) const {
  switch (error) {
    case kTlsFailed:
    case kTlsUntrusted:
      return engine_->error();
    case kTlsTruncated:
      return "TLS: the connection was cut without a close_notify";
    case kTlsUnfinished:
      return "TLS: closed by the server during the TLS handshake";
    default:
      return socket_->ErrorText(error);
  }
}

l04::AsyncSocket::State TlsSocket::GetState() const {
  if (now_.over) return State::kClosed;
  return now_.established ? State::kConnected : State::kConnecting;
}

}  // namespace l05
