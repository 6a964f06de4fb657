// One emulated socket: a non-blocking kernel socket plus everything Winsock remembers about it.
//
// Contract: everything under the emulation's lock, and no function ever waits; what cannot be done
// at once is WSAEWOULDBLOCK. Blocking sockets are made from this by waiting and trying again
// (call.h). This class only decides which part a call is for; each part owns its state and can be
// read alone. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_SOCKET_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_SOCKET_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "02_wsaeventselect/emulation/association.h"
#include "02_wsaeventselect/emulation/callers.h"
#include "02_wsaeventselect/emulation/connection.h"
#include "02_wsaeventselect/emulation/datagrams.h"
#include "02_wsaeventselect/emulation/kernel_socket.h"
#include "02_wsaeventselect/emulation/options.h"
#include "02_wsaeventselect/emulation/transfer.h"

namespace l02 {

/// What a SOCKET handle stands for.
class EmulatedSocket final : public ActivitySource {
 public:
  /// Makes a kernel socket. Returns null and sets `error` if there is none of that kind.
  static std::shared_ptr<EmulatedSocket> Open(int family, int type, int protocol,
                                              const Profile& profile, int& error);
  /// Takes a kernel socket whose connection stands in `phase`.
  EmulatedSocket(KernelSocket kernel, Connection::Phase phase);
  EmulatedSocket(const EmulatedSocket&) = delete;
  EmulatedSocket& operator=(const EmulatedSocket&) = delete;

  /// @name Identity
  /// @{
  std::uint64_t id() const override { return id_; }
  int descriptor() const override { return kernel_.fd(); }
  const Profile& profile() const { return kernel_.profile(); }
  /// Mode and options, but for those that another part has a say in.
  const SocketOptions& options() const { return options_; }
  /// @}

  /// @name Association
  /// @{
  /// WSAEventSelect: a null `event` or an empty mask ends the reports.
  /// @throws std::system_error if there is no descriptor for the event's watch. Nothing is tied
  /// then.
  void Select(std::shared_ptr<EmulatedEvent> event, long mask);
  /// Takes event, mask and mode over from the listener that accepted this socket.
  void Inherit(const EmulatedSocket& listener);
  /// Compares the kernel's state with the record and posts what has newly become true.
  void Look() override;
  /// The record, for enumerating and for a look inside.
  Association& association() { return association_; }
  /// @}

  /// @name Connections
  /// @{
  Outcome Bind(const sockaddr* address, int size);
  Outcome Listen(int backlog);
  /// Takes one waiting connection. `condition` may refuse or defer it; empty means yes.
  Outcome Accept(const Callers::Condition& condition, std::shared_ptr<EmulatedSocket>& accepted,
                 AnyAddress& peer);
  Outcome StartConnect(const sockaddr* address, int size);
  /// WSAEWOULDBLOCK while the attempt goes on, then its result.
  Outcome ConnectResult() { return connection_.Result(); }
  Outcome Shutdown(int how);
  Outcome LocalAddress(AnyAddress& address) const { return kernel_.LocalAddress(address); }
  Outcome PeerAddress(AnyAddress& address) const { return kernel_.PeerAddress(address); }
  /// @}

  /// @name Transfer. Each of these pairs is one API call: try, perhaps repeatedly, then note.
  /// @{
  Outcome TrySend(std::span<const char> data, int flags, const sockaddr* to, int to_size);
  void NoteSend(const Outcome& outcome);
  Outcome TryReceive(std::span<char> room, int flags, AnyAddress* from);
  void NoteReceive(const Outcome& outcome, int flags);
  /// How many bytes FIONREAD reports.
  Outcome ReadableBytes() const;
  /// Data that the application believes sent and the kernel has no room for yet. False once the
  /// last byte is on its way or never will be.
  bool HasBacklog() { return transfer_.HasBacklog(); }
  /// @}

  /// @name Mode and options
  /// @{
  Outcome SetNonBlocking(bool nonblocking);
  Outcome GetOption(int level, int name, std::span<char> value, int& size);
  Outcome SetOption(int level, int name, std::span<const char> value);
  /// @}

  /// @name The end
  /// @{
  /// closesocket: no more reports, and threads that wait in a blocking call leave it.
  void Close();
  bool closed() const { return closed_; }
  void AddBlockedThread(Waker& waker) { blocked_threads_.push_back(&waker); }
  void RemoveBlockedThread(Waker& waker) { std::erase(blocked_threads_, &waker); }
  /// @}

 private:
  const std::uint64_t id_;               // unique for ever, unlike the handle
  KernelSocket kernel_;                  // the kernel's socket
  Association association_;              // record, latch and event; before those that post to it
  Connection connection_;                // a stream's beginning and break
  StreamTransfer transfer_;              // a stream's bytes
  Datagrams datagrams_;                  // a datagram socket's
  Callers callers_;                      // a listener's
  SocketOptions options_;                // mode, time-outs, values to read back
  bool closed_ = false;                  // closesocket has been called
  std::vector<Waker*> blocked_threads_;  // in blocking calls on this socket
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_SOCKET_H_
