// A PhysicalSocket on a loop: it turns the loop's events into signals. Lesson 04.
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
  SocketDispatcher(PhysicalSocketServer& server, Handle connected);
  ~SocketDispatcher() override;

  bool Create(int family, int type) override;
  std::unique_ptr<AsyncSocket> Accept(l01::Endpoint* peer) override;
  using PhysicalSocket::Connect;
  int Connect(const std::string& host, std::uint16_t port) override;
  int Close() override;
  void PauseReading() override { reading_paused_ = true; }
  int SetOption(Option option, int value) override;
  std::string ErrorText(int error) const override;

  std::uint32_t GetRequestedEvents() const override;
  Handle GetHandle() const override { return handle_; }
  void OnEvent(std::uint32_t flags, int error) override;
  void OnRecheck() override;

 protected:
  void SetEnabledEvents(std::uint32_t events) override;
  void ConnectionBroken(int error) override;
  void Drained() override;
  void SentShort() override;
  void SentBlocked() override;
  int TakeReportedError() override;

 private:
  class Life;

  // What few sockets need: made when it is needed.
  struct Seldom {
    static constexpr int kNotSet = -1;
    std::array<int, kOptionCount> options = {kNotSet, kNotSet, kNotSet, kNotSet};  // by Option
    std::optional<Timer> accept_pause;    // arms ACCEPT again after running out of descriptors
    std::unique_ptr<NamedConnect> named;  // the last Connect by name; null: there was none
  };

  Seldom& MakeSeldom();
  NamedConnect* named() const { return seldom_ ? seldom_->named.get() : nullptr; }
  bool Deliver(const Life& life, std::uint32_t event, Signal<AsyncSocket*>& signal);
  void CheckThatReadingGoesOn(std::uint32_t event);
  void RememberClose(int error);
  void CloseIfDrained();
  bool Unread();
  void AnnounceWrite();
  void PauseAccept();
  void CloseHandle();
  void TryNextAddress();
  bool TryAddress(const l01::Endpoint& address);
  void FailByName();
  void RepeatOptions();

  int reported_error_ = 0;          // the system's: for SignalCloseEvent, or for the next datagram
  std::unique_ptr<Seldom> seldom_;  // see Seldom; null: nothing of it
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SOCKETS_SOCKET_DISPATCHER_H_
