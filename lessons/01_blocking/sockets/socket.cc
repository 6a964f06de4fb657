// Socket: one system call per function, each with its error.
#include "01_blocking/sockets/socket.h"

#include <cassert>
#include <utility>

#include "01_blocking/sockets/error.h"
#include "support/trace.h"

namespace l01 {
namespace {

// Calls again when a signal interrupted the call before it moved anything (man 7 signal). Without
// this, a debugger or a timer signal looks like a broken connection.
// [retry-interrupted]
template <typename Call>
auto RetryInterrupted(Call call) {
  auto result = call();
  while (result == static_cast<decltype(result)>(-1) && IsInterrupted(LastSocketError())) {
    result = call();
  }
  return result;
}
// [retry-interrupted]

// [io-result]
IoResult Classify(std::ptrdiff_t count) {
  if (count >= 0) return {IoResult::Status::kBytes, static_cast<std::size_t>(count), 0};
  const int error = LastSocketError();
  if (IsWouldBlock(error)) return {IoResult::Status::kWouldBlock, 0, 0};
  return {IoResult::Status::kError, 0, error};
}
// [io-result]

// A signal interrupted a blocking connect. The attempt goes on in the background, and calling
// connect again would fail with EALREADY. So wait until the socket is writable, then ask SO_ERROR.
// Returns the attempt's error code, 0 if it succeeded.
int AwaitInterruptedConnect(NativeSocket socket) {
  pollfd entry{};
  entry.fd = socket;
  entry.events = POLLOUT;
  if (RetryInterrupted([&] { return native::Poll({&entry, 1}, -1); }) < 0) {
    return LastSocketError();
  }
  int error = 0;
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

Socket::Socket(Socket&& other) noexcept : native_(other.Release()) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    Close();
    native_ = other.Release();
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
    if (IsWouldBlock(error) || IsTransientAcceptError(error)) return std::nullopt;
    throw SocketError("accept", LocalEndpoint().ToString(), error);
  }
  support::TraceInstant("accept", {{"listener", native_}, {"socket", accepted.native()}});
  if (peer != nullptr) *peer = Endpoint(address, size);
  return accepted;
}

void Socket::Connect(const Endpoint& peer) {
  if (::connect(native_, peer.data(), peer.size()) == 0) return;
  int error = LastSocketError();
  if (IsInterrupted(error)) error = AwaitInterruptedConnect(native_);
  if (error != 0) throw SocketError("connect", peer.ToString(), error);
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
    if (!sent.ok()) throw SocketError("send", PeerEndpoint().ToString(), sent.error);
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
  return EndpointBy(
      [](NativeSocket s, sockaddr* a, socklen_t* n) { return ::getpeername(s, a, n); }, native_);
}

Socket ListenOn(const Endpoint& local, int backlog) {
  Socket listener = Socket::OpenTcp(local.family());
  // Without it a restarted server fails with EADDRINUSE for a minute: connections of its former
  // life are in TIME_WAIT on the same port.
  if (!native::SetReuseAddress(listener.native())) {
    throw SocketError("setsockopt SO_REUSEADDR", local.ToString(), LastSocketError());
  }
  listener.Bind(local);
  listener.Listen(backlog);
  return listener;
}

Socket ConnectTo(const Endpoint& peer) {
  Socket socket = Socket::OpenTcp(peer.family());
  socket.Connect(peer);
  return socket;
}

Socket ConnectTo(const std::string& host, std::uint16_t port) {
  const std::vector<Endpoint> endpoints = Resolve(host, port);
  for (std::size_t i = 0; i + 1 < endpoints.size(); ++i) {
    try {
      return ConnectTo(endpoints[i]);
    } catch (const SocketError&) {
      // The next address may answer: a name often has an IPv6 and an IPv4 address.
    }
  }
  return ConnectTo(endpoints.back());
}

}  // namespace l01
