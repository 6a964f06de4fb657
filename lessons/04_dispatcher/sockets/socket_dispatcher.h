// A PhysicalSocket on a loop: it turns the loop's events into signals. Lesson 04.
//
// One idea carries it: `due_` holds what has happened and has not been told. The system's reports
// go in there, and what the socket knows itself: a fresh connection can be written to, a send was
// short, the end was seen by a call. Then the due events are told in order. What cannot be told yet
// stays due: a signal without a slot, the end before the last byte, and whatever follows a handler
// that throws.
//
// Three rules, each against a bug:
//  * an event is disarmed before its signal, so the handler's own call can arm it again;
//  * mask changes made by handlers reach the system once, after the last handler;
//  * after each signal it asks the loop whether this registration still exists: the handler may
//    have closed, reopened or destroyed the socket.
#ifndef LESSONS_04_DISPATCHER_SOCKETS_SOCKET_DISPATCHER_H_
#define LESSONS_04_DISPATCHER_SOCKETS_SOCKET_DISPATCHER_H_

#include <array>
#include <memory>
#include <optional>

#include "04_dispatcher/loop/dispatcher.h"
#include "04_dispatcher/loop/timer_queue.h"
#include "04_dispatcher/sockets/named_connect.h"
#include "04_dispatcher/sockets/physical_socket.h"

namespace l04 {

/// The socket that PhysicalSocketServer makes.
class SocketDispatcher final : public PhysicalSocket, public Dispatcher {
 public:
  /// A closed socket: call Create(), or let Connect() open it.
  explicit SocketDispatcher(PhysicalSocketServer& server);
  /// Takes a connected, non-blocking handle from accept.
  SocketDispatcher(PhysicalSocketServer& server, Handle connected, const l01::Endpoint& peer);
  ~SocketDispatcher() override;

  bool Create(int family, int type) override;
  std::unique_ptr<AsyncSocket> Accept(l01::Endpoint* peer) override;
  using PhysicalSocket::Connect;
  int Connect(const std::string& host, std::uint16_t port,
              std::chrono::milliseconds per_address = kNoLimit) override;
  int Close() override;
  void Abort() override;
  void PauseReading() override { facts_.reading_paused = true; }
  int SetOption(Option option, int value) override;
  int GetOption(Option option, int* value) override;
  std::string ErrorText(int error) const override;
  l01::Endpoint GetRemoteAddress() const override;

  std::uint32_t GetRequestedEvents() const override;
  Handle GetHandle() const override { return handle_; }
  void OnEvent(std::uint32_t flags, int error) override;

 protected:
  void TellLoop() override;
  void Announce(std::uint32_t events) override;
  void KeepPeer(const l01::Endpoint& peer) override;

 private:
  class Life;

  // What few sockets need: made when it is needed. With it inside, an idle connection would take
  // 100 bytes more.
  struct Seldom {
    std::array<std::optional<int>, kOptionCount> options;  // by Option: for the handles to come
    std::optional<Timer> accept_pause;    // arms ACCEPT again after running out of descriptors
    std::optional<Timer> late_close;      // tells a close for which there was no slot
    std::unique_ptr<NamedConnect> named;  // the last Connect by name; null: there was none
    l01::Endpoint peer_v6;                // the peer's address, if it is an IPv6 one
  };

  Seldom& MakeSeldom();
  NamedConnect* named() const { return seldom_ ? seldom_->named.get() : nullptr; }
  void CloseHandle();
  void ForgetPeer();
  void PauseAccept();

  // Telling: socket_dispatcher_events.cc.
  void TellDue();
  bool Tell(const Life& life, std::uint32_t event, Signal<AsyncSocket*>& signal);
  bool Emit(const Life& life, std::uint32_t event, Signal<AsyncSocket*>& signal);
  void TellEnd(const Life& life);
  void AskForAReset();
  bool TellEndOfStream(const Life& life);
  void EndConnection(int error);
  bool IsReader() const;
  bool Unread();
  void OnSlotConnected() noexcept override;
  void CheckThatReadingGoesOn(std::uint32_t event);

  // Connecting by name: socket_dispatcher_named.cc.
  void TryNextAddress();
  bool TryAddress(const l01::Endpoint& address);
  void FailByName();
  void RepeatOptions();

  std::uint16_t peer_port_ = 0;     // of the peer, in network order; 0: see peer_v6
  std::unique_ptr<Seldom> seldom_;  // see Seldom; null: nothing of it
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SOCKETS_SOCKET_DISPATCHER_H_
