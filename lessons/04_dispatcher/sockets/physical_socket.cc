// Opening, connecting and closing one direction; options, addresses and errors.
#include "04_dispatcher/sockets/physical_socket.h"

#include "04_dispatcher/loop/physical_socket_server.h"

namespace l04 {

PhysicalSocket::PhysicalSocket(PhysicalSocketServer& server, Handle handle)
    : server_(server),
      handle_(handle),
      state_(handle == kNoHandle ? State::kClosed : State::kConnected),
      facts_{.used = handle != kNoHandle} {}

void PhysicalSocket::KeepError() {
  error_ = server_.calls().LastError();
}

int PhysicalSocket::Refuse(OwnError error) {
  error_ = server_.calls().CodeOf(error);
  return -1;
}

int PhysicalSocket::Bind(const l01::Endpoint& local) {
  if (state_ != State::kClosed) return Refuse(OwnError::kInvalid);
  if ((handle_ == kNoHandle || facts_.used) && !Create(local.family(), type())) return -1;
  return Result(server_.calls().Bind(handle_, local));
}

int PhysicalSocket::Listen(int backlog) {
  if (facts_.datagram || (state_ != State::kClosed && !facts_.listening))
    return Refuse(OwnError::kInvalid);
  if (Result(server_.calls().Listen(handle_, backlog)) != 0) return -1;
  state_ = State::kConnecting;  // WebRTC has no "listening": not closed, and not connected either
  facts_.listening = true;
  facts_.used = true;
  Arm(DE_ACCEPT);
  return 0;
}

int PhysicalSocket::Connect(const l01::Endpoint& peer) {
  if (state_ != State::kClosed) return Refuse(OwnError::kAlready);
  // A socket that has had a connection, or failed to get one, may be used for nothing more (POSIX,
  // connect: "the state of the socket is unspecified").
  if ((handle_ == kNoHandle || facts_.used) && !Create(peer.family(), type())) return -1;
  if constexpr (LoopPolice::kOn) server_.police().NoteProgress();
  facts_.used = true;
  KeepPeer(peer);
  if (Result(server_.calls().Connect(handle_, peer)) == 0) {
    state_ = State::kConnected;  // at once: no signal will come, the caller must look at the state
    Arm(DE_READ | DE_WRITE);
    return 0;
  }
  if (!IsBlocking()) return -1;
  state_ = State::kConnecting;
  Arm(DE_READ | DE_WRITE | DE_CONNECT);
  return 0;
}

int PhysicalSocket::ShutdownSend() {
  if (state_ != State::kConnected || facts_.datagram) return Refuse(OwnError::kNotConnected);
  if (facts_.sending_ended) return 0;
  if (Result(server_.calls().ShutdownSend(handle_)) != 0) return -1;
  facts_.sending_ended = true;
  Disarm(DE_WRITE);
  if (facts_.end_told || (due_ & DE_CLOSE) != 0) NoteEnd(0);  // now both directions have ended
  return 0;
}

void PhysicalSocket::RememberEnd(int error) {
  if (state_ == State::kClosed) return;  // it has been told
  if ((due_ & DE_CLOSE) == 0 || reported_error_ == 0) reported_error_ = error;
  due_ |= DE_CLOSE;
}

void PhysicalSocket::NoteEnd(int error) {
  RememberEnd(error);
  Announce(0);
}

bool PhysicalSocket::IsBlocking() const {
  return server_.calls().IsBlocking(error_);
}

std::string PhysicalSocket::ErrorText(int error) const {
  return server_.calls().Reason(error);
}

l01::Endpoint PhysicalSocket::GetLocalAddress() const {
  return server_.calls().LocalEndpoint(handle_);
}

int PhysicalSocket::SetOption(Option option, int value) {
  return Result(server_.calls().SetOption(handle_, option, value));
}

int PhysicalSocket::GetOption(Option option, int* value) {
  return Result(server_.calls().GetOption(handle_, option, value));
}

}  // namespace l04
