// One emulated socket: a non-blocking kernel socket plus everything Winsock remembers about it.
//
// Contract: everything under the emulation's lock, and no function ever waits; what cannot be done
// at once is WSAEWOULDBLOCK. Blocking sockets are made from this by waiting and trying again
// (call.h). Look() compares the kernel's state with the record and posts what is new.
//
// socket.cc: life and association; look.cc: Look; connection.cc,
// transfer.cc, options.cc: the operations. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_SOCKET_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_SOCKET_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "02_wsaeventselect/emulation/backlog.h"
#include "02_wsaeventselect/emulation/descriptor.h"
#include "02_wsaeventselect/emulation/errors.h"
#include "02_wsaeventselect/emulation/event.h"
#include "02_wsaeventselect/emulation/record.h"
#include "02_wsaeventselect/emulation/winsock_profile.h"

namespace l02 {

/// A socket address of any family.
struct AnyAddress {
  sockaddr_storage storage = {};  // the bytes
  socklen_t size = 0;             // how many of them count
};

/// What a SOCKET handle stands for.
class EmulatedSocket final : public ActivitySource {
 public:
  /// Where the socket is in its life. Datagram sockets stay in kDatagram.
  enum class Phase { kUnconnected, kConnecting, kConnected, kFailed, kListening, kDatagram };
  /// Decides about a waiting caller: CF_ACCEPT, CF_REJECT or CF_DEFER.
  using Condition = std::function<int(const AnyAddress&)>;
  using Milliseconds = std::chrono::milliseconds;

  /// Makes a kernel socket. Returns null and sets `error` if there is none of that kind.
  static std::shared_ptr<EmulatedSocket> Open(int family, int type, int protocol,
                                              const Profile& profile, int& error);
  EmulatedSocket(Descriptor fd, Phase phase, int family, const Profile& profile);
  ~EmulatedSocket();
  EmulatedSocket(const EmulatedSocket&) = delete;
  EmulatedSocket& operator=(const EmulatedSocket&) = delete;

  /// @name Identity
  /// @{
  std::uint64_t id() const override { return id_; }
  int descriptor() const override { return fd_.get(); }
  void set_handle(SOCKET handle) { handle_ = handle; }
  const Profile& profile() const { return profile_; }
  /// @}

  /// @name Association
  /// @{
  /// WSAEventSelect: a null `event` or an empty mask ends the reports.
  /// @throws std::system_error if there is no descriptor for the event's watch. Nothing is tied
  /// then.
  void Select(std::shared_ptr<EmulatedEvent> event, long mask);
  /// Takes event, mask and mode over from the listener that accepted this socket.
  void Inherit(const EmulatedSocket& listener);
  /// Posts what has newly become true.
  void Look() override;
  /// True if activity on this socket is seen by `event`'s LookAtSockets().
  bool IsTiedTo(const EmulatedEvent* event) const {
    return event != nullptr && event_.get() == event;
  }
  /// Removes the recorded events which the mask selects and returns them.
  long Enumerate(int* errors);
  long mask() const { return mask_; }
  const NetworkRecord& record() const { return record_; }
  /// @}

  /// @name Connections
  /// @{
  Outcome Bind(const sockaddr* address, int size);
  Outcome Listen(int backlog);
  /// Takes one waiting connection. `condition` may refuse or defer it; empty means yes.
  Outcome Accept(const Condition& condition, std::shared_ptr<EmulatedSocket>& accepted,
                 AnyAddress& peer);
  Outcome StartConnect(const sockaddr* address, int size);
  /// WSAEWOULDBLOCK while the attempt goes on, then its result.
  Outcome ConnectResult();
  Outcome Shutdown(int how);
  Outcome LocalAddress(AnyAddress& address) const;
  Outcome PeerAddress(AnyAddress& address) const;
  /// @}

  /// @name Transfer. Each of these pairs is one API call: try, perhaps repeatedly, then note.
  /// @{
  Outcome TrySend(std::span<const char> data, int flags, const sockaddr* to, int to_size);
  void NoteSend(const Outcome& outcome);
  Outcome TryReceive(std::span<char> room, int flags, AnyAddress* from);
  void NoteReceive(const Outcome& outcome, int flags);
  /// How many bytes FIONREAD reports.
  Outcome ReadableBytes() const;
  /// @}

  /// @name Mode and options
  /// @{
  bool nonblocking() const { return nonblocking_; }
  Outcome SetNonBlocking(bool nonblocking);
  Outcome GetOption(int level, int name, std::span<char> value, int& size);
  Outcome SetOption(int level, int name, std::span<const char> value);
  Milliseconds receive_timeout() const { return receive_timeout_; }
  Milliseconds send_timeout() const { return send_timeout_; }
  bool is_stream() const { return phase_ != Phase::kDatagram; }
  /// @}

  /// @name The end
  /// @{
  /// closesocket: no more reports, and threads that wait in a blocking call leave it.
  void Close();
  bool closed() const { return closed_; }
  /// Data that the application believes sent and the kernel has no room for yet. False once the
  /// last byte is on its way or never will be.
  bool HasBacklog();
  void AddBlockedThread(Waker& waker) { blocked_threads_.push_back(&waker); }
  void RemoveBlockedThread(Waker& waker);
  /// @}

 private:
  using PendingConnection = std::pair<Descriptor, AnyAddress>;

  // socket.cc
  void Associate(std::shared_ptr<EmulatedEvent> event, long mask);
  void ForgetForSelect();
  bool Wants(long events) const { return (mask_ & ~record_.latched() & events) != 0; }
  void Post(int bit, int error = 0);
  // look.cc
  void LookAtConnect();
  void LookAtStream();
  void LookAtListener();
  void LookAtDatagram();
  bool LookForData(short ready);
  void LookForClose(short ready);
  std::size_t CountArrivals() const;
  int TakeKernelError() const;
  void NoteReset(int errno_value);
  void NoteUnreachable();
  // connection.cc
  Outcome CheckAddress(const sockaddr* address, int size) const;
  Outcome ConnectDatagram(const sockaddr* address, int size);
  Outcome NextConnection(PendingConnection& next);
  // transfer.cc
  Outcome CheckConnected(bool sending);
  Outcome SendStream(std::span<const char> data, int flags);
  Outcome SendDatagram(std::span<const char> data, int flags, const sockaddr* to, int to_size);
  Outcome ReceiveStream(std::span<char> room, int flags);
  Outcome ReceiveDatagram(std::span<char> room, int flags, AnyAddress* from);
  // options.cc
  Outcome SocketError();
  Milliseconds* TimeoutOption(int level, int name);
  bool IsRemembered(int level, int name) const;

  const std::uint64_t id_;          // unique for ever, unlike the handle
  const Profile& profile_;          // the emulation's current one
  Descriptor fd_;                   // the kernel's socket, always non-blocking
  SOCKET handle_ = INVALID_SOCKET;  // for traces only
  Phase phase_;                     // see above
  const int family_;                // AF_INET or AF_INET6
  bool nonblocking_ = false;        // what the application asked for
  bool bound_ = false;              // has a local address
  bool closed_ = false;             // closesocket has been called

  std::shared_ptr<EmulatedEvent> event_;  // whom to signal; null: nobody
  long mask_ = 0;                         // for which events
  NetworkRecord record_;                  // what happened
  std::size_t arrivals_ = 0;              // bytes or callers at the last FD_READ or FD_ACCEPT

  bool send_shut_ = false;           // our shutdown(SD_SEND)
  bool receive_shut_ = false;        // our shutdown(SD_RECEIVE), which the kernel is not told
  bool ended_ = false;               // the peer's end of stream has been read or peeked
  bool reset_ = false;               // the connection broke; the kernel tells it only once
  int reset_code_ = 0;               // with which Winsock code
  int sticky_error_ = 0;             // SO_ERROR, which Winsock does not clear when it is read
  bool connect_finished_ = false;    // an own connect has succeeded or failed
  int connect_error_ = 0;            // why it failed, or 0
  bool unreachable_ = false;         // datagram: the next receive reports an undelivered one
  bool datagram_connected_ = false;  // datagram: connect has been called

  SendBacklog backlog_;                     // used if sends are never short
  std::deque<PendingConnection> deferred_;  // callers that WSAAccept left waiting
  std::vector<Waker*> blocked_threads_;     // in blocking calls on this socket
  Milliseconds receive_timeout_{0};         // SO_RCVTIMEO, 0 for ever
  Milliseconds send_timeout_{0};            // SO_SNDTIMEO, 0 for ever
  std::map<int, int> remembered_options_;   // SOL_SOCKET values that read back as they were set
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_SOCKET_H_
