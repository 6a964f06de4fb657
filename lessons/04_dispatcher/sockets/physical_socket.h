// One socket of the operating system: its calls, its state, its last error, and which events it
// wants to be told about. It knows no loop yet. Lesson 04.
//
// The rule at the heart of the layer stands here: a call that deals with an event arms that event
// again. Recv arms READ, a short or blocked Send arms WRITE, Accept arms ACCEPT. These are exactly
// the re-enabling functions of WSAEventSelect; so epoll, which reports a level, behaves the same.
#ifndef LESSONS_04_DISPATCHER_SOCKETS_PHYSICAL_SOCKET_H_
#define LESSONS_04_DISPATCHER_SOCKETS_PHYSICAL_SOCKET_H_

#include <cstdint>
#include <string>

#include "04_dispatcher/loop/async_socket.h"

namespace l04 {

class PhysicalSocketServer;

/// An OS socket with WebRTC's state machine. SocketDispatcher ties it to a loop.
class PhysicalSocket : public AsyncSocket {
 public:
  int Bind(const l01::Endpoint& local) override;
  int Listen(int backlog) override;
  int Connect(const l01::Endpoint& peer) override;
  int Send(const void* data, std::size_t size) override;
  int SendTo(const void* data, std::size_t size, const l01::Endpoint& peer) override;
  int Recv(void* data, std::size_t size) override;
  int RecvFrom(void* data, std::size_t size, l01::Endpoint* peer) override;
  int ShutdownSend() override;
  int GetError() const override { return error_; }
  bool IsBlocking() const override;
  std::string ErrorText(int error) const override;
  State GetState() const override { return state_; }
  l01::Endpoint GetLocalAddress() const override;
  l01::Endpoint GetRemoteAddress() const override;
  int SetOption(Option option, int value) override;
  int GetOption(Option option, int* value) const override;

 protected:
  /// Owns `handle`; kNoHandle for none. The server must outlive the socket.
  PhysicalSocket(PhysicalSocketServer& server, Handle handle);

  /// Opens the handle and ties it to the loop. Returns false and sets the error on failure.
  virtual bool Create(int family, int type) = 0;
  /// Replaces the set of wanted events; SocketDispatcher tells the loop.
  virtual void SetEnabledEvents(std::uint32_t events) {
    enabled_events_ = static_cast<std::uint8_t>(events);
  }
  /// The connection is broken: its end must be announced, even if the system reports nothing more.
  virtual void ConnectionBroken(int error) = 0;
  /// A Send was short although the system never said "would block". Linux reports the free space by
  /// itself, but WSAEventSelect reports it only after a send that blocked: so ask for another try.
  virtual void SentShort() = 0;
  /// A Send would have blocked: from here on the system tells when there is room.
  virtual void SentBlocked() = 0;
  /// A datagram socket is about to receive: takes what the system has reported about it meanwhile,
  /// which the receive shall return. 0: nothing.
  virtual int TakeReportedError() = 0;
  /// Recv found nothing more: if the end has been reported meanwhile, now is the time to say so.
  virtual void Drained() = 0;

  /// Arms these events, in addition to those that are armed.
  void EnableEvents(std::uint32_t events) { SetEnabledEvents(enabled_events_ | events); }
  /// Disarms these events.
  void DisableEvents(std::uint32_t events) { SetEnabledEvents(enabled_events_ & ~events); }
  /// Keeps the error if `result` is negative; returns it as an int.
  int Result(std::ptrdiff_t result);
  /// SOCK_STREAM or SOCK_DGRAM.
  int type() const { return datagram_ ? SOCK_DGRAM : SOCK_STREAM; }

  PhysicalSocketServer& server_;     // makes the calls and runs the loop
  Handle handle_;                    // the OS socket, or kNoHandle
  int error_ = 0;                    // code of the last call that failed
  State state_;                      // see the transitions in Connect, Listen, OnEvent, Close
  std::uint8_t enabled_events_ = 0;  // DE_* flags that are armed now
  bool datagram_ = false;            // UDP: no connection, no end of stream; outlives the handle

  // SocketDispatcher's. They stand here because a byte is free: with ten thousand idle connections
  // every word of a socket counts.
  bool handlers_run_ : 1 = false;    // a report is being handled: its end notes all mask changes
  bool close_pending_ : 1 = false;   // the end was reported, but received bytes are still unread
  bool write_due_ : 1 = false;       // WRITE is announced in the next turn, unasked
  bool reading_paused_ : 1 = false;  // PauseReading() was called by the handler that runs

 private:
  int Sent(int sent, std::size_t size);
  int Received(int received);
  int ReceivedDatagram(int received);
  int ReportedToReceiver(int error);
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SOCKETS_PHYSICAL_SOCKET_H_
