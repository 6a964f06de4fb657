// A socket that tells what happens to it by signals. Names and rules are WebRTC's; the fifth
// signal, SignalEndOfStreamEvent, is ours. Lesson 04.
//
// Every event is one-shot: it is announced once, and the call that deals with it arms it again.
//   * SignalReadEvent: after it, silence until Recv (or Accept on a listener) is called.
//   * SignalWriteEvent: once after connecting, then only after a Send that was short or blocked.
//   * SignalConnectEvent: once per Connect that did not succeed or fail at once.
//   * SignalEndOfStreamEvent: once per connection, when the peer has sent its last byte.
//   * SignalCloseEvent: once per connection, when it is over; never for one's own Close().
// Every call is allowed in every handler and in every state. A call that makes no sense then, such
// as Send on a listener, returns -1, and nothing else happens.
// A datagram socket (UDP) has no connection: no connect, no end and no close signal. An error that
// the system reports about it is what the next receive returns.
#ifndef LESSONS_04_DISPATCHER_LOOP_ASYNC_SOCKET_H_
#define LESSONS_04_DISPATCHER_LOOP_ASYNC_SOCKET_H_

#include <chrono>
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
class AsyncSocket : protected detail::SlotWaiter {
 public:
  /// For Connect by name: no bound but the system's.
  static constexpr std::chrono::milliseconds kNoLimit = std::chrono::milliseconds::max();

  /// WebRTC's three states. A listening socket is kConnecting: it is neither closed nor connected.
  enum class State : std::uint8_t { kClosed, kConnecting, kConnected };

  AsyncSocket() = default;
  virtual ~AsyncSocket() = default;
  AsyncSocket(const AsyncSocket&) = delete;
  AsyncSocket& operator=(const AsyncSocket&) = delete;

  /// Binds to a local address. Returns 0, or -1 and GetError() says why. A closed socket is opened
  /// anew.
  virtual int Bind(const l01::Endpoint& local) = 0;
  /// Starts to accept clients; SignalReadEvent announces each. Returns 0 or -1.
  virtual int Listen(int backlog) = 0;
  /// Takes a waiting client, already connected and on the same loop. Null if none can be had now.
  virtual std::unique_ptr<AsyncSocket> Accept(l01::Endpoint* peer) = 0;
  /// Starts to connect. Returns 0 if it was started: the outcome comes as SignalConnectEvent or
  /// SignalCloseEvent. If GetState() is kConnected already, it succeeded at once and no signal
  /// comes. Returns -1 if it failed at once or an attempt is running. A socket that is kClosed and
  /// has had an attempt before is opened anew, with the options that were set; a Bind is lost.
  virtual int Connect(const l01::Endpoint& peer) = 0;
  /// Connects to a host by its name, as above: the name is looked up on another thread and every
  /// address is tried, IPv6 and IPv4. Returns 0: the outcome always comes as a signal, and a close
  /// signal carries the error of the last address. Returns -1 if an attempt is running.
  /// `per_address` bounds each attempt: an address that does not answer would otherwise take as
  /// long as the system likes, two minutes on Linux.
  virtual int Connect(const std::string& host, std::uint16_t port,
                      std::chrono::milliseconds per_address = kNoLimit) = 0;
  /// Sends a prefix of the bytes. Returns the count, or -1: IsBlocking() tells "not now" from
  /// "broken". After a short or blocked Send, SignalWriteEvent tells when to go on; while
  /// connecting every Send blocks.
  virtual int Send(const void* data, std::size_t size) = 0;
  /// Receives up to `size` bytes. Returns the count, or -1: IsBlocking() means that nothing is
  /// there now. The end of the stream looks the same; a signal announces it. After the close signal
  /// it gives what had come before, as long as Close() was not called.
  virtual int Recv(void* data, std::size_t size) = 0;
  /// Sends one datagram to `peer`. Returns and arms as Send does.
  virtual int SendTo(const void* data, std::size_t size, const l01::Endpoint& peer) = 0;
  /// Receives one datagram and, unless `peer` is null, its sender. Returns the count, which may be
  /// 0, or -1. What does not fit into `size` bytes is lost, and `*truncated` says whether some was.
  virtual int RecvFrom(void* data, std::size_t size, l01::Endpoint* peer,
                       bool* truncated = nullptr) = 0;
  /// For a read handler that leaves the bytes for later on purpose: without it a debug build takes
  /// that for a mistake. Call Recv to hear more.
  virtual void PauseReading() = 0;
  /// Closes our direction only: the peer sees the end of the stream, and Send fails from now on.
  /// Receiving goes on. Returns 0 or -1.
  virtual int ShutdownSend() = 0;
  /// Closes without a signal. Returns 0; also when it is closed already.
  virtual int Close() = 0;
  /// Closes by force: what is unsent is thrown away, and the peer sees a reset. For a peer that one
  /// does not trust; the port is free at once.
  virtual void Abort() = 0;

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
  /// The peer's address; still known in the close handler, empty after Close(). Empty if the
  /// connection never stood.
  virtual l01::Endpoint GetRemoteAddress() const = 0;
  /// Sets an option. Returns 0 or -1. It holds for the handles to come, too: see Connect.
  virtual int SetOption(Option option, int value) = 0;
  /// Reads an option; of a socket without a handle what was set for the next one. Returns 0 or -1.
  virtual int GetOption(Option option, int* value) = 0;
  /// The system's socket, for what this class does not offer; kNoHandle if there is none. It stays
  /// the AsyncSocket's, and is another one after Connect has opened it anew.
  virtual Handle GetNativeHandle() const = 0;

  // The signals of one socket come in this order: connect, write, read, end of stream, close. One
  // that finds no slot is not lost: it comes when a slot is connected.

  /// Something can be received, or accepted.
  Signal<AsyncSocket*> SignalReadEvent;
  /// Something can be sent.
  Signal<AsyncSocket*> SignalWriteEvent;
  /// The connection stands.
  Signal<AsyncSocket*> SignalConnectEvent;
  /// The peer will send nothing more (it has half-closed), and all that it sent has been received.
  /// Sending goes on. Whoever connects a slot says that it knows half-closed connections: then the
  /// connection ends when we have called ShutdownSend or Close too.
  Signal<AsyncSocket*> SignalEndOfStreamEvent;
  /// The connection ended. 0: both directions ended in order, or the peer's did and nobody listens
  /// to SignalEndOfStreamEvent; then it comes after the last byte was received and the last blocked
  /// Send went on. Else the system's error code: then it does not wait for who does not read.
  Signal<AsyncSocket*, int> SignalCloseEvent;

 protected:
  /// A slot was connected to a signal that has waited for one. A socket that hands on the signals
  /// of another one need not care.
  void OnSlotConnected() noexcept override {}
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_ASYNC_SOCKET_H_
