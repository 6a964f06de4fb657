// Connecting by name: every address in turn, and one outcome.
#include <utility>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "04_dispatcher/sockets/socket_dispatcher.h"

namespace l04 {

int SocketDispatcher::Connect(const std::string& host, std::uint16_t port,
                              std::chrono::milliseconds per_address) {
  if (state_ != State::kClosed) return Refuse(OwnError::kAlready);
  CloseHandle();
  MakeSeldom().named = std::make_unique<NamedConnect>(server_, per_address);
  state_ = State::kConnecting;
  named()->Start(host, port, [this] { TryNextAddress(); });
  return 0;
}

// [try-next]
void SocketDispatcher::TryNextAddress() {
  while (const std::optional<l01::Endpoint> address = named()->Next()) {
    if (TryAddress(*address)) return;
  }
  FailByName();
}

// Returns false if this address failed at once; error_ says why.
bool SocketDispatcher::TryAddress(const l01::Endpoint& address) {
  // A socket that has failed to connect may be used for nothing more (man 2 connect), and the
  // address may be of the other family.
  if (!Create(address.family(), type())) return false;
  if (PhysicalSocket::Connect(address) != 0) return false;
  // Somebody who does not answer is told from somebody who refuses: by us, and only by time.
  named()->StartClock([this] { NoteEnd(server_.calls().CodeOf(OwnError::kTimedOut)); });
  if (state_ == State::kConnected) {
    // Connected at once. The caller of Connect has returned long ago, so here it needs the signal.
    named()->Cancel();
    SignalConnectEvent(this);
  }
  return true;
}

void SocketDispatcher::FailByName() {
  const int error =
      named()->failure().empty() ? error_ : server_.calls().CodeOf(OwnError::kHostNotFound);
  Close();
  EndConnection(error);  // may destroy this object: nothing may follow
}
// [try-next]

// Kept for the handles that follow. A handle that is not there yet will get it.
int SocketDispatcher::SetOption(Option option, int value) {
  if (handle_ != kNoHandle && PhysicalSocket::SetOption(option, value) != 0) return -1;
  MakeSeldom().options[static_cast<std::size_t>(option)] = value;
  return 0;
}

int SocketDispatcher::GetOption(Option option, int* value) {
  if (handle_ != kNoHandle || !seldom_) return PhysicalSocket::GetOption(option, value);
  const std::optional<int> kept = seldom_->options[static_cast<std::size_t>(option)];
  if (!kept) return PhysicalSocket::GetOption(option, value);
  *value = *kept;
  return 0;
}

void SocketDispatcher::RepeatOptions() {
  if (!seldom_) return;
  for (std::size_t i = 0; i < kOptionCount; ++i) {
    const std::optional<int> value = seldom_->options[i];
    if (value) server_.calls().SetOption(handle_, static_cast<Option>(i), *value);
  }
}

std::string SocketDispatcher::ErrorText(int error) const {
  if (named() != nullptr && error == server_.calls().CodeOf(OwnError::kHostNotFound) &&
      !named()->failure().empty()) {
    return named()->failure();
  }
  return PhysicalSocket::ErrorText(error);
}

}  // namespace l04
