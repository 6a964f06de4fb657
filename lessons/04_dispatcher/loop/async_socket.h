// A socket that tells what happens to it by four signals. Names and rules are WebRTC's. Lesson 04.
//
// Every event is one-shot: it is announced once, and the call that deals with it arms it again.
//   * SignalReadEvent: after it, silence until Recv (or Accept on a listener) is called.
//   * SignalWriteEvent: once after connecting, then only after a Send that was short or blocked.
//   * SignalConnectEvent: once per Connect that did not succeed or fail at once.
//   * SignalCloseEvent: once per connection, when the peer ends it or it breaks; never for one's
//     own Close(). Everything that was received before is readable before it comes.
// A datagram socket (UDP) has no connection: no connect and no close signal. An error that the
// system reports about it is what the next receive returns.
#ifndef LESSONS_04_DISPATCHER_LOOP_ASYNC_SOCKET_H_
#define LESSONS_04_DISPATCHER_LOOP_ASYNC_SOCKET_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "01_blocking/sockets/endpoint.h"
#include "04_dispatcher/loop/socket_calls.h"
#include "04_dispatcher/signal/signal.h"

namespace l04 {

/// A non-blocking socket of a PhysicalSocketServer. Use it on the loop's thread only. Any handler
/// may close or destroy any socket, its own included.
class AsyncSocket {
 public:
  /// WebRTC's three states. A listening socket is kConnecting: it is neither closed nor connected.
  enum class State : std::uint8_t { kClosed, kConnecting, kConnected };

  AsyncSocket() = default;
  virtual ~AsyncSocket() = default;
  AsyncSocket(const AsyncSocket&) = delete;
  AsyncSocket& operator=(const AsyncSocket&) = delete;

  /// Binds to a local address. Returns 0, or -1 and GetError() says why.
  virtual int Bind(const l01::Endpoint& local) = 0;
  /// Starts to accept clients; SignalReadEvent announces each. Returns 0 or -1.
  virtual int Listen(int backlog) = 0;
  /// Takes a waiting client, already connected and on the same loop. Null if none can be had now.
  virtual std::unique_ptr<AsyncSocket> Accept(l01::Endpoint* peer) = 0;
  /// Starts to connect. Returns 0 if it was started: the outcome comes as SignalConnectEvent or
  /// SignalCloseEvent. If GetState() is kConnected already, it succeeded at once and no signal
  /// comes. Returns -1 if it failed at once or an attempt is running. A socket that was closed is
  /// opened anew.
  virtual int Connect(const l01::Endpoint& peer) = 0;
  /// Connects to a host by its name, as above: the name is looked up on another thread and every
  /// address is tried, IPv6 and IPv4. Returns 0: the outcome always comes as a signal, and a close
  /// signal carries the error of the last address. Returns -1 if an attempt is running. Each
  /// attempt has a fresh socket of the address's family with the options that were set; a Bind is
  /// lost.
  virtual int Connect(const std::string& host, std::uint16_t port) = 0;
  /// Sends a prefix of the bytes. Returns the count, or -1: IsBlocking() tells "not now" from
  /// "broken". After a short or blocked Send, SignalWriteEvent tells when to go on.
  virtual int Send(const void* data, std::size_t size) = 0;
  /// Receives up to `size` bytes. Returns the count, or -1: IsBlocking() means that nothing is
  /// there now. The end of the stream looks the same; SignalCloseEvent announces it.
  virtual int Recv(void* data, std::size_t size) = 0;
  /// Sends one datagram to `peer`. Returns and arms as Send does.
  virtual int SendTo(const void* data, std::size_t size, const l01::Endpoint& peer) = 0;
  /// Receives one datagram and, unless `peer` is null, its sender. Returns the count, which may be
  /// 0, or -1. What does not fit into `size` bytes is lost.
  virtual int RecvFrom(void* data, std::size_t size, l01::Endpoint* peer) = 0;
  /// For a read handler that leaves the bytes for later on purpose: without it a debug build takes
  /// that for a mistake. Call Recv to hear more.
  virtual void PauseReading() = 0;
  /// Closes our direction only: the peer sees the end of the stream. Returns 0 or -1.
  virtual int ShutdownSend() = 0;
  /// Closes without a signal. Returns 0; also when it is closed already.
  virtual int Close() = 0;

  /// What the last call that returned -1 failed with: the system's own code.
  virtual int GetError() const = 0;
  /// True if the last failed call said "not now".
  virtual bool IsBlocking() const = 0;
  /// The system's text for a code of GetError() or SignalCloseEvent. After a Connect by name that
  /// found no address it names the host.
  virtual std::string ErrorText(int error) const = 0;
  /// The current state.
  virtual State GetState() const = 0;
  /// Our address; empty if there is none.
  virtual l01::Endpoint GetLocalAddress() const = 0;
  /// The peer's address; still known in the close handler, empty after Close().
  virtual l01::Endpoint GetRemoteAddress() const = 0;
  /// Sets an option. Returns 0 or -1.
  virtual int SetOption(Option option, int value) = 0;
  /// Reads an option. Returns 0 or -1.
  virtual int GetOption(Option option, int* value) const = 0;

  /// Something can be received, or accepted.
  Signal<AsyncSocket*> SignalReadEvent;
  /// Something can be sent.
  Signal<AsyncSocket*> SignalWriteEvent;
  /// The connection stands.
  Signal<AsyncSocket*> SignalConnectEvent;
  /// The connection ended: 0 if the peer closed in order, else the system's error code.
  Signal<AsyncSocket*, int> SignalCloseEvent;
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_ASYNC_SOCKET_H_
