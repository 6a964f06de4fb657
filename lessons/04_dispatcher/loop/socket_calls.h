// The socket calls of one system, behind one interface: POSIX for the epoll backend, Winsock (real
// or emulated) for the WSAEventSelect backend.
//
// On Linux both exist in one program and the user chooses at run time, so this is an interface and
// not a set of #ifdefs. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_LOOP_SOCKET_CALLS_H_
#define LESSONS_04_DISPATCHER_LOOP_SOCKET_CALLS_H_

#include <cstddef>
#include <string>

#include "01_blocking/sockets/endpoint.h"
#include "04_dispatcher/loop/dispatcher.h"

namespace l04 {

/// Socket options, WebRTC's names.
enum class Option {
  kSendBuffer,     ///< SO_SNDBUF in bytes. Linux doubles the value and caps it (net.core.wmem_max)
  kReceiveBuffer,  ///< SO_RCVBUF in bytes, likewise
  kNoDelay,        ///< TCP_NODELAY: 1 sends small pieces at once
  kKeepAlive,      ///< SO_KEEPALIVE: 1 lets the system probe a silent peer
  kKeepAliveIdle,  ///< TCP_KEEPIDLE: seconds of silence before the first probe
  kUserTimeout,  ///< TCP_USER_TIMEOUT: milliseconds that sent bytes may stay unacknowledged; Linux
  kV6Only,       ///< IPV6_V6ONLY: 0, as every new socket has it, lets "::" take IPv4 clients too
  kReusePort,    ///< SO_REUSEPORT: several sockets share an address and its clients; Linux
};

/// How many options there are.
inline constexpr std::size_t kOptionCount = 8;

/// Errors that the layer finds itself, before the system could. Every backend has its own code.
enum class OwnError {
  kWouldBlock,    ///< not now
  kAlready,       ///< connecting or connected already
  kNotConnected,  ///< there is no connection
  kSendingEnded,  ///< ShutdownSend was called
  kInvalid,       ///< the call makes no sense in this state
  kTimedOut,      ///< the peer did not answer in time
  kHostNotFound,  ///< the name has no address
};

/// What an error of the system says.
enum class ErrorKind {
  kNotNow,          ///< would block, or connecting in progress
  kOutOfResources,  ///< no descriptor or memory is left: about this computer, not about the peer
  kAboutTheCall,    ///< a bad argument, say: the connection is as it was
  kBroken,          ///< anything else: the connection is broken, or cannot be made
};

/// Socket calls that never block. Functions that return int give 0 or -1, and LastError() then says
/// why. Stateless: any thread.
class SocketCalls {
 public:
  virtual ~SocketCalls() = default;

  /// A non-blocking socket that child processes do not inherit, or kNoHandle. `type` is SOCK_STREAM
  /// or SOCK_DGRAM.
  virtual Handle Open(int family, int type) = 0;
  /// Closes the handle.
  virtual void Close(Handle handle) = 0;
  /// Lets the next Close() reset the connection: what is unsent is thrown away (linger time 0).
  virtual int SetAbortOnClose(Handle handle) = 0;
  /// bind. A stream socket's address is usable again at once after a restart; a datagram socket's
  /// cannot be taken by a second one.
  virtual int Bind(Handle handle, const l01::Endpoint& local) = 0;
  /// listen.
  virtual int Listen(Handle handle, int backlog) = 0;
  /// A non-blocking socket for one waiting client, or kNoHandle. Fills `*peer` on success.
  virtual Handle Accept(Handle listener, l01::Endpoint* peer) = 0;
  /// Starts to connect. 0 means: connected already. IsBlocking(LastError()) means: in progress.
  virtual int Connect(Handle handle, const l01::Endpoint& peer) = 0;
  /// Sends a prefix. Returns the byte count or -1. Never raises SIGPIPE.
  virtual std::ptrdiff_t Send(Handle handle, const void* data, std::size_t size) = 0;
  /// Receives. Returns the byte count, 0 at the end of the stream, or -1.
  virtual std::ptrdiff_t Recv(Handle handle, void* data, std::size_t size) = 0;
  /// Sends one datagram to `peer`. Returns the byte count or -1.
  virtual std::ptrdiff_t SendTo(Handle handle, const void* data, std::size_t size,
                                const l01::Endpoint& peer) = 0;
  /// Receives one datagram and fills `*peer` with its sender. Returns the byte count, which may be
  /// 0, or -1. What does not fit into `size` bytes is lost.
  /// Sets `*truncated` to whether some was lost. `peer` and `truncated` may be null.
  virtual std::ptrdiff_t RecvFrom(Handle handle, void* data, std::size_t size, l01::Endpoint* peer,
                                  bool* truncated) = 0;
  /// Looks at the next byte without taking it. Returns 1, 0 at the end of the stream, or -1.
  virtual std::ptrdiff_t Peek(Handle handle) = 0;
  /// Closes the sending direction.
  virtual int ShutdownSend(Handle handle) = 0;
  /// setsockopt.
  virtual int SetOption(Handle handle, Option option, int value) = 0;
  /// getsockopt.
  virtual int GetOption(Handle handle, Option option, int* value) = 0;
  /// getsockname; an empty Endpoint on failure.
  virtual l01::Endpoint LocalEndpoint(Handle handle) = 0;

  /// The error code of the last failed call on this thread.
  virtual int LastError() = 0;
  /// What an error says.
  virtual ErrorKind KindOf(int error) = 0;
  /// True if the code means "not now".
  bool IsBlocking(int error) { return KindOf(error) == ErrorKind::kNotNow; }
  /// This system's code for an error that the layer finds itself.
  virtual int CodeOf(OwnError error) = 0;
  /// The system's text for a code.
  virtual std::string Reason(int error) = 0;
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_SOCKET_CALLS_H_
