// A PhysicalSocket on a loop: it turns the loop's events into signals. Lesson 04.
//
// Three rules, each against a bug:
//  * an event is disarmed before its signal, so the handler's own call can arm it again;
//  * mask changes made by handlers reach the system once, after the last handler;
//  * after each signal it asks whether the socket still is what it was: the handler may have
//    closed, reopened or destroyed it.
#ifndef LESSONS_04_DISPATCHER_SOCKET_DISPATCHER_H_
#define LESSONS_04_DISPATCHER_SOCKET_DISPATCHER_H_

#include <memory>

#include "04_dispatcher/dispatcher.h"
#include "04_dispatcher/named_connect.h"
#include "04_dispatcher/physical_socket.h"
#include "04_dispatcher/timer_queue.h"

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

 private:
  class Batch;

  bool Deliver(const Batch& batch, std::uint32_t event, Signal<AsyncSocket*>& signal);
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

  Batch* batch_ = nullptr;       // the handlers that are running, or null; lives on their stack
  std::uint32_t opened_ = 0;     // raised by Close: tells one life of the socket from the next
  int close_error_ = 0;          // the code that SignalCloseEvent will carry
  bool close_pending_ = false;   // the end was reported, but received bytes are still unread
  bool write_due_ = false;       // WRITE is announced in the next turn without asking the system
  bool reading_paused_ = false;  // PauseReading() was called by the handler that runs
  std::unique_ptr<Timer> accept_pause_;  // arms ACCEPT again after running out of descriptors
  std::unique_ptr<NamedConnect> named_;  // the last Connect by name; null: there was none
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SOCKET_DISPATCHER_H_
