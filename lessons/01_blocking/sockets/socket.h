// The owner of one TCP socket. Every later lesson stands on it. Lesson 01.
//
// Contract: move-only; the destructor closes; child processes do not inherit it; a dead peer is an
// error value and never the signal SIGPIPE. One thread may send while another receives; nothing
// else may happen on one Socket from two threads at a time.
#ifndef LESSONS_01_BLOCKING_SOCKETS_SOCKET_H_
#define LESSONS_01_BLOCKING_SOCKETS_SOCKET_H_

#include <cstddef>
#include <optional>
#include <span>

#include "01_blocking/sockets/endpoint.h"
#include "01_blocking/sockets/io_result.h"
#include "01_blocking/sockets/native.h"

namespace l01 {

/// How many finished connections may wait for accept. A real server makes it configurable; the
/// system caps it (Linux: net.core.somaxconn).
inline constexpr int kBacklog = 512;

/// Owns one TCP socket and closes it in its destructor.
class Socket {
 public:
  /// Owns nothing.
  Socket() noexcept = default;
  /// Takes ownership of `native`, which may be kNoSocket.
  explicit Socket(NativeSocket native) noexcept : native_(native) {}
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { Close(); }

  /// Opens a blocking TCP socket of AF_INET or AF_INET6.
  /// @throws SocketError, for example when the process has too many descriptors.
  static Socket OpenTcp(int family);

  /// True if a socket is owned.
  bool valid() const noexcept { return native_ != kNoSocket; }
  /// The system's handle; it stays owned by this object.
  NativeSocket native() const noexcept { return native_; }
  /// Gives the handle away: the caller must close it.
  NativeSocket Release() noexcept;
  /// Closes now. Harmless when nothing is owned.
  void Close() noexcept;

  /// Binds to a local address. @throws SocketError such as "bind 127.0.0.1:80: Permission denied".
  void Bind(const Endpoint& local);
  /// Starts to accept connections. @throws SocketError.
  void Listen(int backlog = kBacklog);
  /// Takes one waiting connection; on a blocking socket, waits for one. nullopt means that nothing
  /// is waiting (non-blocking), or that the waiting client has gone already: both ask for another
  /// try later. The result is a blocking socket.
  /// @throws SocketError for what trying again does not mend, such as too many descriptors.
  std::optional<Socket> Accept(Endpoint* peer = nullptr);
  /// Connects and waits until the connection stands. @throws SocketError.
  void Connect(const Endpoint& peer);

  /// Sends a prefix of `bytes`. A blocking socket may still take fewer than all: see SendAll.
  IoResult Send(std::span<const std::byte> bytes);
  /// Sends all of `bytes` and waits for room as often as it must, on a non-blocking socket too.
  /// @throws SocketError if the connection breaks.
  void SendAll(std::span<const std::byte> bytes);
  /// Receives at least one byte into `room`, unless the result says otherwise. An empty `room` is a
  /// programming error: its result would look like the end of the stream.
  IoResult Recv(std::span<std::byte> room);
  /// Closes our direction: the peer receives an end of stream, and may still send to us.
  /// Ignored if the peer has broken the connection already.
  void ShutdownSend() noexcept;

  /// Switches the mode in which no call waits. @throws SocketError.
  void SetNonBlocking(bool non_blocking);

  /// Our address, or an empty Endpoint if there is none.
  Endpoint LocalEndpoint() const;
  /// The peer's address, or an empty Endpoint if there never was one. It stays known when the
  /// connection breaks: that is when an error line needs it.
  Endpoint PeerEndpoint() const;

 private:
  NativeSocket native_ = kNoSocket;  // the owned handle, or kNoSocket
  Endpoint peer_;                    // from accept or connect; the system forgets it after a reset
};

/// A blocking socket that listens on `local`. Its port, if `local` says 0, is in LocalEndpoint().
/// @throws SocketError.
Socket ListenOn(const Endpoint& local, int backlog = kBacklog);

/// A blocking socket connected to `peer`. @throws SocketError.
Socket ConnectTo(const Endpoint& peer);

/// A blocking socket connected to the first address of `host` that answers.
/// @throws SocketError with the reason of the last address tried.
Socket ConnectTo(const std::string& host, std::uint16_t port);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_SOCKET_H_
