// What the loop can wait on: a Dispatcher says which events it wants and is told which came.
//
// WebRTC's rtc_base has the same class and the same event flags. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_LOOP_DISPATCHER_H_
#define LESSONS_04_DISPATCHER_LOOP_DISPATCHER_H_

#include <cstdint>

namespace l04 {

/// The system's socket as a number: a file descriptor, or a SOCKET.
using Handle = std::uintptr_t;

/// "No socket".
inline constexpr Handle kNoHandle = static_cast<Handle>(-1);

/// Event flags, WebRTC's names. A set of them is a std::uint32_t.
enum DispatcherEvent : std::uint32_t {
  DE_READ = 0x01,     ///< bytes can be received
  DE_WRITE = 0x02,    ///< there is room in the send buffer
  DE_CONNECT = 0x04,  ///< the connection attempt succeeded
  /// The peer's stream has ended (error 0), or the connection broke or could not be made (the
  /// error). Reported whatever else is requested; requested alone, it keeps a socket watched that
  /// wants nothing else now.
  DE_CLOSE = 0x08,
  DE_ACCEPT = 0x10,  ///< a client waits to be accepted
};

/// Identifies one registration for ever: slot number in the low half, generation in the high half.
/// A slot is used again, its generation is not. So an event that was fetched for a socket that has
/// been destroyed meanwhile finds nobody, instead of the new socket with the same descriptor.
using DispatcherKey = std::uint64_t;

/// A key that no registration has.
inline constexpr DispatcherKey kNoKey = 0;

/// Something that a PhysicalSocketServer waits on. Lives on the loop's thread.
class Dispatcher {
 public:
  Dispatcher() = default;
  virtual ~Dispatcher() = default;
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  /// The DE_* flags it wants to be told about. 0: none for now.
  virtual std::uint32_t GetRequestedEvents() const = 0;
  /// The system's socket.
  virtual Handle GetHandle() const = 0;
  /// Called by the loop: `flags` happened; `error` is the system's code that belongs to DE_CLOSE.
  /// No flags: PhysicalSocketServer::Recheck() has asked for this call. May destroy any dispatcher,
  /// this one included.
  virtual void OnEvent(std::uint32_t flags, int error) = 0;

 private:
  friend class DispatcherRegistry;
  std::uint32_t place_ = 0;  // where a DispatcherRegistry keeps it; says nothing alone
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_LOOP_DISPATCHER_H_
