// The events of the socket, fed into the conversation.
#include "05_websocket/client/tunnel.h"

#include <utility>

#include "05_websocket/client/socket_io.h"

namespace l05 {

Tunnel::Tunnel(std::unique_ptr<l04::AsyncSocket> socket, std::unique_ptr<ProxyTalk> talk)
    : socket_(std::move(socket)), talk_(std::move(talk)) {}

void Tunnel::Start(OnReached reached, OnFailed failed) {
  reached_ = std::move(reached);
  failed_ = std::move(failed);
  slots_.push_back(socket_->SignalReadEvent.connect([this](auto*) { OnReadable(); }));
  slots_.push_back(socket_->SignalWriteEvent.connect([this](auto*) { Send(); }));
  slots_.push_back(socket_->SignalCloseEvent.connect([this](auto*, int error) { OnEnd(error); }));
  Send();
}

void Tunnel::Send() {
  unsent_ += talk_->TakeOutput();
  while (!unsent_.empty()) {
    const l01::IoResult sent = SendOnce(*socket_, unsent_);
    if (sent.would_block()) return;
    // The proxy may have said why before it left: that is still readable.
    unsent_.erase(0, sent.ok() ? sent.bytes : unsent_.size());
  }
}

// A server speaks only when it was spoken to, with TLS or without. So nothing may come behind the
// proxy's last word.
void Tunnel::OnReadable() {
  if (!ReceiveOnce(*socket_, received_)) return;
  std::size_t consumed = 0;
  const ProxyTalk::Status status = talk_->Feed(received_.data(), &consumed);
  received_.Consume(consumed);
  if (status == ProxyTalk::Status::kFailed) return Fail(talk_->error());
  Send();
  if (status == ProxyTalk::Status::kNeedMore) return;
  if (received_.size() > 0) return Fail("it sent more than its answer");
  slots_.clear();
  const OnReached reached = std::exchange(reached_, nullptr);
  reached(std::move(socket_));  // destroys this object: nothing may follow
}

void Tunnel::OnEnd(int error) {
  Fail(error == 0 ? "it closed the connection" : socket_->ErrorText(error));
}

void Tunnel::Fail(const std::string& what) {
  slots_.clear();
  const OnFailed failed = std::exchange(failed_, nullptr);
  failed(what, talk_->status());  // destroys this object: nothing may follow
}

}  // namespace l05
