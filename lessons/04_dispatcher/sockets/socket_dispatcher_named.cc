// Connecting by name: every address in turn, and one outcome.
#include <utility>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "04_dispatcher/sockets/socket_dispatcher.h"

namespace l04 {

int SocketDispatcher::Connect(const std::string& host, std::uint16_t port) {
  if (state_ != State::kClosed) {
    error_ = server_.calls().AlreadyError();
    return -1;
  }
  MakeSeldom().named = std::make_unique<NamedConnect>(server_);
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
  RepeatOptions();
  state_ = State::kClosed;  // Connect refuses a second attempt, and this one is ours
  if (PhysicalSocket::Connect(address) != 0) return false;
  if (state_ == State::kConnected) {
    // Connected at once. The caller of Connect has returned long ago, so here it needs the signal.
    named()->Cancel();
    SignalConnectEvent(this);
  }
  return true;
}

void SocketDispatcher::FailByName() {
  const int error = named()->failure().empty() ? error_ : server_.calls().HostNotFoundError();
  Close();
  SignalCloseEvent(this, error);  // may destroy this object: nothing may follow
}
// [try-next]

// Kept for the sockets of the attempts that follow.
int SocketDispatcher::SetOption(Option option, int value) {
  const int result = PhysicalSocket::SetOption(option, value);
  if (result == 0) MakeSeldom().options[static_cast<std::size_t>(option)] = value;
  return result;
}

void SocketDispatcher::RepeatOptions() {
  for (std::size_t i = 0; i < kOptionCount; ++i) {
    const int value = seldom_->options[i];
    if (value != Seldom::kNotSet) server_.calls().SetOption(handle_, static_cast<Option>(i), value);
  }
}

std::string SocketDispatcher::ErrorText(int error) const {
  if (named() != nullptr && error == server_.calls().HostNotFoundError() &&
      !named()->failure().empty()) {
    return named()->failure();
  }
  return PhysicalSocket::ErrorText(error);
}

}  // namespace l04
