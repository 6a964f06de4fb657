// FD_WRITE step by step: the sequences of fd_write_sequences.txt, played on the emulation. The
// site's FD_WRITE simulator is tested on the same file, so it shows what the emulation does.
#include <poll.h>

#include <cstdlib>
#include <fstream>
#include <mutex>
#include <optional>
#include <sstream>
#include <utility>

#include "02_wsaeventselect/emulation/state.h"
#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

constexpr int kStepSize = 4096;      // bytes per send: a full connection has no room for it
constexpr int kSmallBuffer = 32768;  // bytes: filling is quick
constexpr int kStillMs = 50;         // a connection that has moved nothing for so long is full

std::string NamesOrNone(long events) {
  return events == 0 ? "-" : Names(events);
}

int KernelDescriptor(SOCKET socket) {
  l02::EmulationState& state = l02::TheEmulation();
  const std::lock_guard lock(state.mutex);
  return state.handles.FindSocket(static_cast<std::uintptr_t>(socket))->descriptor();
}

// A connection on which the steps of one sequence are played.
class Stage {
 public:
  Stage() {
    const int size = kSmallBuffer;
    const auto* value = reinterpret_cast<const char*>(&size);
    setsockopt(pair_.subject.get(), SOL_SOCKET, SO_SNDBUF, value, sizeof size);
    setsockopt(pair_.peer.get(), SOL_SOCKET, SO_RCVBUF, value, sizeof size);
    SetNonBlocking(pair_.subject.get(),
                   true);  // a selection would do it; some sequences begin without
  }

  /// Takes one step and returns what its call returned.
  std::string Take(const std::string& step) {
    const SOCKET socket = pair_.subject.get();
    if (step == "send") return Send() ? "ok" : "WSAEWOULDBLOCK";
    if (step == "fill") return Fill();
    if (step == "drain") return Drain();
    if (step == "enumerate") return NamesOrNone(Enumerate(socket, event_.get()).events);
    if (step == "reset") WSAResetEvent(event_.get());
    if (step == "select FD_WRITE") Select(socket, event_, FD_WRITE);
    if (step == "select 0") Cancel(socket);
    return "ok";
  }

  /// What a program and the emulation's own window show now: first the event, because asking for it
  /// makes the emulation look at the connection, as Windows does all the time.
  std::string State() const {
    const bool signalled = event_.IsSignalled();
    const Inspection seen = Inspect(pair_.subject.get());
    return NamesOrNone(seen.recorded) + " | " + NamesOrNone(seen.latched) + " | " +
           (signalled ? "signaled" : "-");
  }

 private:
  bool Send() {
    const std::string chunk(kStepSize, 'x');
    const int sent = send(pair_.subject.get(), chunk.data(), kStepSize, 0);
    if (sent > 0) unread_ += static_cast<std::size_t>(sent);
    return sent > 0;
  }
  // The kernel moves bytes to the peer for a while, which makes room again: until that is over.
  std::string Fill() {
    bool sent_any = true;
    pollfd room{KernelDescriptor(pair_.subject.get()), POLLOUT, 0};
    for (bool still = false; sent_any || !still; still = ::poll(&room, 1, kStillMs) == 0) {
      sent_any = false;
      while (Send()) sent_any = true;
    }
    return "WSAEWOULDBLOCK";
  }
  // The peer reads everything; then the kernel has room again.
  std::string Drain() {
    l02_test::Drain(pair_.peer.get(), std::exchange(unread_, 0));
    pollfd room{KernelDescriptor(pair_.subject.get()), POLLOUT, 0};
    return ::poll(&room, 1, static_cast<int>(kPatience)) == 1 ? "ok" : "no room";
  }

  Pair pair_ = ConnectedPair();  // the subject is watched
  OwnedEvent event_;             // tied to it by the step "select FD_WRITE"
  std::size_t unread_ = 0;       // bytes sent and not read by the peer
};

// The file again, with the results that the emulation gives now.
std::string PlayAll(std::istream& file) {
  std::ostringstream played;
  std::optional<Stage> stage;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("= ")) stage.emplace();
    if (line.empty() || line[0] == '#' || line[0] == '=' || !stage) {
      played << line << '\n';
      continue;
    }
    const std::string step = line.substr(0, line.find(" |"));
    const std::string result = stage->Take(step);
    played << step << " | " << result << " | " << stage->State() << '\n';
  }
  return played.str();
}

class EmulationSequences : public WinsockTest {};

TEST_F(EmulationSequences, OfFdWriteGiveWhatTheFileRecords) {
  UseProfile(l02::Profile{});  // the fixture of the next test sets its own again
  std::ifstream file(NETLADDER_02_SEQUENCES);
  ASSERT_TRUE(file) << NETLADDER_02_SEQUENCES;
  const std::string recorded{std::istreambuf_iterator<char>(file), {}};
  std::istringstream again(recorded);
  const std::string played = PlayAll(again);
  // After a change of the steps: NETLADDER_RECORD=FILE writes what to look at, and then to keep.
  if (const char* record = std::getenv("NETLADDER_RECORD")) std::ofstream(record) << played;
  EXPECT_EQ(played, recorded);
}

}  // namespace
}  // namespace l02_test
