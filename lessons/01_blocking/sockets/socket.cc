// Socket: one system call per function, each with its error.
#include "01_blocking/sockets/socket.h"

#include <cassert>
#include <utility>

#include "01_blocking/sockets/accept_error.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/retry.h"
#include "support/trace.h"

namespace l01 {
namespace {

// [io-result]
IoResult Classify(std::ptrdiff_t count) {
  if (count >= 0) return IoResult::Bytes(static_cast<std::size_t>(count));
  const int error = LastSocketError();
  if (IsWouldBlock(error)) return IoResult::WouldBlock();
  return IoResult::Error(error);
}
// [io-result]

// Waits until the socket is writable, however long that takes. Returns an error code or 0.
int AwaitWritable(NativeSocket socket) {
  pollfd entry{};
  entry.fd = socket;
  entry.events = POLLOUT;
  const int ready = RetryInterrupted([&] { return native::Poll({&entry, 1}, -1); });
  return ready < 0 ? LastSocketError() : 0;
}

// A signal interrupted a blocking connect. The attempt goes on in the background, and calling
// connect again would fail with EALREADY. So wait until the socket is writable, then ask SO_ERROR.
// Returns the attempt's error code, 0 if it succeeded.
int AwaitInterruptedConnect(NativeSocket socket) {
  int error = AwaitWritable(socket);
  if (error != 0) return error;
  socklen_t size = sizeof error;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, reinterpret_cast<char*>(&error), &size);
  return error;
}

void TraceIo(const char* call, NativeSocket socket, const IoResult& result) {
  if (!support::TraceIsOn()) return;
  if (result.ok()) {
    support::TraceInstant(call, {{"socket", socket}, {"bytes", result.bytes}});
  } else {
    const char* outcome = result.would_block()     ? "would block"
                          : result.end_of_stream() ? "end of stream"
                                                   : "error";
    support::TraceInstant(call,
                          {{"socket", socket}, {"outcome", outcome}, {"error", result.error}});
  }
}

using NameCall = int (*)(NativeSocket, sockaddr*, socklen_t*);

Endpoint EndpointBy(NameCall call, NativeSocket socket) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  if (call(socket, address, &size) != 0) return {};
  return {address, size};
}

}  // namespace

Socket::Socket(Socket&& other) noexcept : native_(other.Release()), peer_(other.peer_) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    Close();
    native_ = other.Release();
    peer_ = other.peer_;
  }
  return *this;
}

Socket Socket::OpenTcp(int family) {
  Socket socket(native::Open(family, SOCK_STREAM));
  if (!socket.valid()) throw SocketError("socket", "", LastSocketError());
  return socket;
}

NativeSocket Socket::Release() noexcept {
  return std::exchange(native_, kNoSocket);
}

void Socket::Close() noexcept {
  if (!valid()) return;
  support::TraceInstant("close", {{"socket", native_}});
  native::Close(Release());
}

void Socket::Bind(const Endpoint& local) {
  if (::bind(native_, local.data(), local.size()) != 0) {
    throw SocketError("bind", local.ToString(), LastSocketError());
  }
}

void Socket::Listen(int backlog) {
  if (::listen(native_, backlog) != 0) {
    throw SocketError("listen", LocalEndpoint().ToString(), LastSocketError());
  }
}

std::optional<Socket> Socket::Accept(Endpoint* peer) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  Socket accepted(RetryInterrupted([&] { return native::Accept(native_, address, &size); }));
  if (!accepted.valid()) {
    const int error = LastSocketError();
    const AcceptError kind = ClassifyAcceptError(error);
    if (kind == AcceptError::kNobodyWaits || kind == AcceptError::kClientGone) return std::nullopt;
    throw SocketError("accept", LocalEndpoint().ToString(), error);
  }
  support::TraceInstant("accept", {{"listener", native_}, {"socket", accepted.native()}});
  accepted.peer_ = Endpoint(address, size);
  if (peer != nullptr) *peer = accepted.peer_;
  return accepted;
}

void Socket::Connect(const Endpoint& peer) {
  const bool connected = ::connect(native_, peer.data(), peer.size()) == 0;
  int error = connected ? 0 : LastSocketError();
  if (IsInterrupted(error)) error = AwaitInterruptedConnect(native_);
  if (error != 0) throw SocketError("connect", peer.ToString(), error);
  peer_ = peer;
}

IoResult Socket::Send(std::span<const std::byte> bytes) {
  const IoResult result = Classify(RetryInterrupted([&] { return native::Send(native_, bytes); }));
  TraceIo("send", native_, result);
  return result;
}

// [send-all]
void Socket::SendAll(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const IoResult sent = Send(bytes);
    // Only a non-blocking socket says so. It has no error code: "send: Success" would be a riddle.
    const int error = sent.would_block() ? AwaitWritable(native_) : sent.error;
    if (error != 0) throw SocketError("send", PeerEndpoint().ToString(), error);
    bytes = bytes.subspan(sent.bytes);  // a short count is normal: go on with the rest
  }
}
// [send-all]

IoResult Socket::Recv(std::span<std::byte> room) {
  assert(!room.empty() && "recv into an empty buffer returns 0, which looks like end of stream");
  IoResult result = Classify(RetryInterrupted([&] { return native::Recv(native_, room); }));
  if (result.ok() && result.bytes == 0) result.status = IoResult::Status::kEndOfStream;
  TraceIo("recv", native_, result);
  return result;
}

void Socket::ShutdownSend() noexcept {
  native::ShutdownSend(native_);
  support::TraceInstant("shutdown", {{"socket", native_}});
}

void Socket::SetNonBlocking(bool non_blocking) {
  if (!native::SetNonBlocking(native_, non_blocking)) {
    throw SocketError("ioctl FIONBIO", PeerEndpoint().ToString(), LastSocketError());
  }
}

Endpoint Socket::LocalEndpoint() const {
  return EndpointBy(
      [](NativeSocket s, sockaddr* a, socklen_t* n) { return ::getsockname(s, a, n); }, native_);
}

Endpoint Socket::PeerEndpoint() const {
  if (valid() && peer_.family() != AF_UNSPEC) return peer_;
  return EndpointBy(
      [](NativeSocket s, sockaddr* a, socklen_t* n) { return ::getpeername(s, a, n); }, native_);
}

}  // namespace l01
