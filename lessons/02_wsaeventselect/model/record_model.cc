// A conversation in eleven steps.
#include "02_wsaeventselect/model/record_model.h"

#include <cstdio>

#include "02_wsaeventselect/model/record_sets.h"
#include "02_wsaeventselect/model/watched_pair.h"

namespace l02 {
namespace {

// Prints one line per step.
class Figure {
 public:
  explicit Figure(SOCKET socket) : socket_(socket) {
    std::printf("%-46s %-18s %s\n", "what happens", "record", "latched");
  }
  void Line(const char* what) {
    const std::optional<RecordSets> sets = LookAtRecord(socket_);
    std::printf("%-46s %-18s %s\n", what, sets ? EventNames(sets->recorded).c_str() : "(not shown)",
                sets ? EventNames(sets->latched).c_str() : "(not shown)");
    std::fflush(stdout);
  }
  void Enumerated(long got, long expected) {
    Line(("WSAEnumNetworkEvents returns " + EventNames(got)).c_str());
    if (got != expected) as_expected_ = false;
  }
  bool as_expected() const { return as_expected_; }

 private:
  SOCKET socket_;            // the watched one
  bool as_expected_ = true;  // every enumeration returned what the model says
};

void PeerSends(WatchedPair& pair, const char* text) {
  pair.peer().SendAll(std::as_bytes(std::span(std::string_view(text))));
}

}  // namespace

std::string EventNames(long events) {
  struct Name {
    long bit;
    const char* text;
  };
  std::string names;
  for (const Name& name :
       {Name{FD_READ, "FD_READ"}, Name{FD_WRITE, "FD_WRITE"}, Name{FD_OOB, "FD_OOB"},
        Name{FD_ACCEPT, "FD_ACCEPT"}, Name{FD_CONNECT, "FD_CONNECT"}, Name{FD_CLOSE, "FD_CLOSE"}}) {
    if ((events & name.bit) != 0) names.append(names.empty() ? "" : "|").append(name.text);
  }
  return names.empty() ? "-" : names;
}

int ShowRecordModel() {
  WatchedPair pair;
  Figure figure(pair.ours());
  char room[16];
  pair.Select(FD_READ | FD_WRITE | FD_CLOSE);
  figure.Line("WSAEventSelect on a connected socket");
  figure.Enumerated(pair.NextRecord(kSoonMs), FD_WRITE);
  ::send(pair.ours(), "hello", 5, 0);
  figure.Line("a send that succeeds");
  pair.DrainAtPeer(5);
  PeerSends(pair, "ten bytes.");
  figure.Enumerated(pair.NextRecord(kSoonMs), FD_READ);
  figure.Enumerated(pair.NextRecord(kQuietMs), 0);
  ::recv(pair.ours(), room, 4, 0);
  figure.Line("recv of 4 bytes: 6 are left");
  figure.Enumerated(pair.NextRecord(kSoonMs), FD_READ);
  ::recv(pair.ours(), room, sizeof room, 0);
  figure.Line("recv of the rest");
  const std::size_t sent = pair.FillSendBuffer();
  figure.Line("send until WSAEWOULDBLOCK");
  pair.DrainAtPeer(sent);
  figure.Enumerated(pair.NextRecord(kSoonMs), FD_WRITE);
  pair.peer().ShutdownSend();
  figure.Enumerated(pair.NextRecord(kSoonMs), FD_CLOSE);
  return figure.as_expected() ? 0 : 1;
}

}  // namespace l02
