// What the steps of the demo have in common. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_DEMO_PARTS_H_
#define LESSONS_04_DISPATCHER_DEMO_PARTS_H_

#include <memory>
#include <string>
#include <utility>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "support/narration.h"

namespace l04 {

/// One way to wait, with its name.
struct DemoBackend {
  std::string name;    // "epoll"
  BackendKind kind;    // the readiness model
  std::size_t groups;  // for WSAEventSelect
};

/// A wait in which something is expected, or must not come.
inline constexpr int kDemoTurnMs = 30;

/// Runs the loop until `done`, or gives up after some seconds.
template <typename Condition>
bool RunUntil(PhysicalSocketServer& loop, Condition done) {
  constexpr int kMostTurns = 2000;
  for (int turn = 0; turn < kMostTurns && !done(); ++turn) loop.Wait(1, true);
  return done();
}

/// An AsyncSocket with a note of every signal that it sent. It never receives by itself.
class Listener {
 public:
  /// Listens to `made`.
  explicit Listener(std::unique_ptr<AsyncSocket> made);

  std::unique_ptr<AsyncSocket> socket;  // whose signals are noted; may be reset
  std::string heard;                    // the signals so far: "connect write "

  /// True if the signal was heard at least once.
  bool Heard(const std::string& signal) const { return heard.find(signal) != std::string::npos; }

 private:
  Connection on_connect_, on_read_, on_write_, on_close_;  // declared last: they use `heard`
};

/// Two ends of a connection, both on the same loop.
struct DemoPair {
  std::unique_ptr<Listener> client;  // who connected
  std::unique_ptr<Listener> server;  // who was accepted
};

/// Makes a connection and waits until both ends have had their first write signal.
DemoPair ConnectPair(PhysicalSocketServer& loop);

/// Receives everything that is there now.
std::string ReceiveAll(AsyncSocket& socket);

/// A read handler that does not read gets silence.
void ShowOneShotEvents(support::Narrator& say, const DemoBackend& backend);
/// When the write signal comes and when not.
void ShowTheWriteSignal(support::Narrator& say, const DemoBackend& backend);
/// Handlers that destroy sockets, their own too.
void ShowDestruction(support::Narrator& say, const DemoBackend& backend);
/// Another thread speaks to the loop.
void ShowWakeUp(support::Narrator& say, const DemoBackend& backend);

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_DEMO_PARTS_H_
