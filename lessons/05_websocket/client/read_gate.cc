// What passes at once, and what waits for the end of a pause.
#include "05_websocket/client/read_gate.h"

#include <utility>

namespace l05 {

void ReadGate::Watch(l04::AsyncSocket& socket, Reader& reader) {
  reader_ = &reader;
  on_read_ = socket.SignalReadEvent.connect([this](l04::AsyncSocket* from) { OnReadEvent(*from); });
  on_close_ = socket.SignalCloseEvent.connect([this](auto*, int error) { OnCloseEvent(error); });
}

// The slots first: nothing that still happens to the socket may come back here.
void ReadGate::Stop() {
  on_read_.disconnect();
  on_close_.disconnect();
  reader_ = nullptr;
  paused_ = resuming_ = read_missed_ = false;
  end_missed_.reset();
  resume_.Cancel();
}

// Not calling Recv keeps the one-shot READ event disarmed: nothing more is announced. What does not
// count is read in any case: TCP answers octets that nobody reads with a reset.
void ReadGate::OnReadEvent(l04::AsyncSocket& socket) {
  if (paused_ && !reader_->IgnoresInput()) {
    read_missed_ = true;
    return socket.PauseReading();
  }
  turn_.Run([this] { reader_->OnReadable(); });
}

// Messages may still wait for the end of the pause, here or in the socket. If the end overtook them
// they would be lost. Resume() may have been called already, and nothing been read yet.
void ReadGate::OnCloseEvent(int error) {
  const bool waits = paused_ || resuming_;
  if (!waits || reader_->IgnoresInput()) return reader_->OnEnd(error);
  end_missed_ = error;
}

void ReadGate::Resume() {
  if (!std::exchange(paused_, false)) return;
  resuming_ = true;
  resume_.Soon([this] { turn_.Run([this] { CatchUp(); }); });
}

// [catch up]
// In the order in which things happened: octets that were received, then those that wait in the
// system, then the end. Each step may run a handler that pauses again, closes or destroys.
void ReadGate::CatchUp() {
  const Life::Watch here(life_);
  resuming_ = false;
  if (!IsOpen()) return;
  reader_->OnResume();
  if (!here.alive() || !IsOpen()) return;
  if (!ReadWhatWasMissed()) return;
  if (const auto error = std::exchange(end_missed_, std::nullopt)) reader_->OnEnd(*error);
}

// After the end nothing announces octets any more, so then all of them are read. Returns false if
// the gate was closed again meanwhile, or is gone.
bool ReadGate::ReadWhatWasMissed() {
  const Life::Watch here(life_);
  bool more = std::exchange(read_missed_, false);
  while (more) {
    const bool ended = end_missed_.has_value();
    more = reader_->OnReadable() && ended;
    if (!here.alive()) return false;
    if (IsOpen()) continue;
    read_missed_ = more && reader_ != nullptr;
    return false;
  }
  return true;
}
// [catch up]

}  // namespace l05
