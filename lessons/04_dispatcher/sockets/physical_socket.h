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
  int RecvFrom(void* data, std::size_t size, l01::Endpoint* peer,
               bool* truncated = nullptr) override;
  int ShutdownSend() override;
  int GetError() const override { return error_; }
  bool IsBlocking() const override;
  std::string ErrorText(int error) const override;
  State GetState() const override { return state_; }
  l01::Endpoint GetLocalAddress() const override;
  int SetOption(Option option, int value) override;
  int GetOption(Option option, int* value) override;
  Handle GetNativeHandle() const override { return handle_; }

 protected:
  /// Owns `handle`; kNoHandle for none. The server must outlive the socket.
  PhysicalSocket(PhysicalSocketServer& server, Handle handle);

  /// Opens the handle and ties it to the loop. Returns false and sets the error on failure.
  virtual bool Create(int family, int type) = 0;
  /// Replaces the set of wanted events. While handlers run the loop need not know: it is told when
  /// they have ended.
  void SetEnabledEvents(std::uint32_t events) {
    enabled_events_ = static_cast<std::uint8_t>(events);
    if (!facts_.handlers_run) TellLoop();
  }
  /// Tells the loop that the wanted events may have changed.
  virtual void TellLoop() = 0;
  /// Something has happened that the system will not report, or not again: it is told in the next
  /// turn of the loop. WRITE and READ must be armed.
  virtual void Announce(std::uint32_t events) = 0;
  /// Keeps the peer's address, which the system forgets when the connection breaks.
  virtual void KeepPeer(const l01::Endpoint& peer) = 0;

  /// Arms events again: from here on the system shall tell. What it told before is dealt with.
  void Arm(std::uint32_t events) {
    due_ &= static_cast<std::uint8_t>(~events);
    SetEnabledEvents(enabled_events_ | events);
  }
  /// Disarms events.
  void Disarm(std::uint32_t events) { SetEnabledEvents(enabled_events_ & ~events); }
  /// The end is known: 0, the peer's stream has ended, or the error that broke the connection. The
  /// first error counts, and any error counts more than an end in order. It is due now.
  void RememberEnd(int error);
  /// The same, found by a call: it is told in the next turn.
  void NoteEnd(int error);
  /// Keeps the error if `result` is negative; returns it as an int.
  int Result(std::ptrdiff_t result) {
    if (result < 0) KeepError();
    return static_cast<int>(result);
  }
  /// Keeps the error of a call that failed: one that succeeds later does not overwrite it.
  void KeepError();
  /// Fails a call without asking the system.
  int Refuse(OwnError error);
  /// SOCK_STREAM or SOCK_DGRAM.
  int type() const { return facts_.datagram ? SOCK_DGRAM : SOCK_STREAM; }

  /// What is true of this socket. One bit each: with ten thousand idle connections every word of a
  /// socket counts.
  struct Facts {
    bool datagram : 1 = false;        // UDP: no connection, no end of stream; outlives the handle
    bool used : 1 = false;            // the handle has had a Connect: it is good for no other one
    bool listening : 1 = false;       // Listen has succeeded
    bool sending_ended : 1 = false;   // ShutdownSend has succeeded
    bool end_told : 1 = false;        // SignalEndOfStreamEvent has been emitted
    bool handlers_run : 1 = false;    // events are being told: their end notes all mask changes
    bool reading_paused : 1 = false;  // PauseReading() was called by the handler that runs
  };

  PhysicalSocketServer& server_;     // makes the calls and runs the loop
  Handle handle_;                    // the OS socket, or kNoHandle
  int error_ = 0;                    // code of the last call that failed
  int reported_error_ = 0;           // the system's: for SignalCloseEvent, or for the next datagram
  State state_;                      // see the transitions in Connect, Listen, OnEvent, Close
  std::uint8_t enabled_events_ = 0;  // DE_* flags that are armed now
  std::uint8_t due_ = 0;             // DE_* flags that have happened and have not been told
  Facts facts_;                      // see Facts
  std::uint32_t peer_v4_ = 0;        // the peer's IPv4 address, in network order; fills a gap

 private:
  int Sent(int sent, std::size_t size);
  template <typename Call>
  int SendDatagram(Call call, std::size_t size);
  int Received(int received);
  int ReceivedDatagram(int received);
  bool TakeReportedError();
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SOCKETS_PHYSICAL_SOCKET_H_
