// A PhysicalSocket on a loop: it turns the loop's events into signals. Lesson 04.
//
// Three rules, each against a bug:
//  * an event is disarmed before its signal, so the handler's own call can arm it again;
//  * mask changes made by handlers reach the system once, after the last handler;
//  * after each signal it asks whether the socket still is what it was: the handler may have
//  closed,
//    reopened or destroyed it.
#ifndef LESSONS_04_DISPATCHER_SOCKET_DISPATCHER_H_
#define LESSONS_04_DISPATCHER_SOCKET_DISPATCHER_H_

#include <memory>

#include "04_dispatcher/dispatcher.h"
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
  int Close() override;

  std::uint32_t GetRequestedEvents() const override { return enabled_events_; }
  Handle GetHandle() const override { return handle_; }
  void OnEvent(std::uint32_t flags, int error) override;
  void OnRecheck() override;

 protected:
  void SetEnabledEvents(std::uint32_t events) override;
  void ConnectionBroken(int error) override;
  void Drained() override;
  void SentShort() override;

 private:
  class Batch;

  bool Deliver(const Batch& batch, std::uint32_t event, Signal<AsyncSocket*>& signal);
  void RememberClose(int error);
  void CloseIfDrained();
  void PauseAccept();

  Batch* batch_ = nullptr;  // the OnEvent that is running, or null; lives on its stack
  std::uint32_t opened_ =
      0;  // raised by Create and Close: tells one life of the socket from the next
  bool close_pending_ = false;  // the end was reported, but received bytes are still unread
  int close_error_ = 0;         // the code that SignalCloseEvent will carry
  bool write_retry_ = false;    // a Send was short: announce WRITE in the next turn
  Timer accept_pause_;          // arms ACCEPT again after running out of descriptors
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_SOCKET_DISPATCHER_H_
