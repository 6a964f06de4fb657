// Is FD_WRITE unlike all other events? The seed of this belief is right to be surprised: most
// people meet level-triggered readiness first, where a condition is reported as long as it holds.
// FD_WRITE is told once per change, as an edge; FD_READ is told again after each recv that leaves
// something. The next surprise is that this is nothing special of Windows. Lesson 02.
#include "02_wsaeventselect/experiments/edge.h"

#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {
namespace {

// A level would be reported in every look, since there is room all the time.
void ShowFdWrite(Observation& seen) {
  ExperimentPair pair;
  seen.Do("FD_WRITE on a new connection: three looks, with nothing done between them.");
  pair.Select(FD_WRITE);
  seen.Record("the first look", pair.Next(), FD_WRITE);
  seen.Count("FD_WRITE in the other looks", pair.UntilQuiet().records, 0);

  seen.Do("Three sends that succeed.");
  for (int i = 0; i < 3; ++i) pair.Send("hello");
  seen.Count("FD_WRITE after small sends", pair.UntilQuiet().records, 0);

  seen.Do("A send that fails with WSAEWOULDBLOCK; then the peer reads everything.");
  pair.Fill();
  seen.Count("FD_WRITE while full", pair.UntilQuiet().records, 0);
  pair.Drain();
  seen.Count("FD_WRITE after draining", pair.UntilQuiet().records, 1);
  seen.Note("What re-enables FD_WRITE is the call that failed, not the room.");
}

// FD_READ has a latch too, but its key is the very call that a handler makes: recv. If something is
// left after it, FD_READ is recorded again at once. That is why FD_READ feels ordinary.
void ShowFdRead(Observation& seen) {
  ExperimentPair pair;
  pair.Select(FD_READ);
  seen.Do("FD_READ: ten bytes come, and we look twice without reading.");
  pair.SendFromPeer("helloworld");
  AwaitBytes(pair.ours(), 10);
  seen.Record("the first look at ten bytes", pair.Next(), FD_READ);
  seen.Record("the second look", pair.UntilQuiet().events, 0);
  seen.Note("So FD_READ is no steady report either. But recv re-enables it, also when it works:");

  seen.Do("Read five of the ten bytes, then the other five.");
  Receive(pair.ours(), 5);
  seen.Record("after the first recv", pair.Next(), FD_READ);
  Receive(pair.ours(), 5);
  seen.Record("after the second recv", pair.UntilQuiet().events, 0);
}

void ShowEpoll(Observation& seen) {
  const std::optional<EpolloutReports> epoll = WatchEpollout();
  if (!epoll) {
    seen.Do("The same with epoll: only Linux has it, so this half runs there.");
    return;
  }
  seen.Do("The same with epoll. Level-triggered EPOLLOUT is the \"ordinary\" event:");
  seen.Count("EPOLLOUT in three looks", epoll->level_in_three_looks, 3);

  seen.Do("With EPOLLET, step by step as FD_WRITE above:");
  seen.Count("EPOLLET: EPOLLOUT in three looks", epoll->edge_in_three_looks, 1);
  seen.Count("EPOLLET: EPOLLOUT after small sends", epoll->edge_after_small_sends, 0);
  seen.Count("EPOLLET: EPOLLOUT while full", epoll->edge_while_full, 0);
  seen.Count("EPOLLET: EPOLLOUT after draining", epoll->edge_after_draining, 1);

  seen.Do("One difference: a send that took only a part, and then no further send.");
  seen.Count("EPOLLET: EPOLLOUT after a short send", epoll->edge_after_short_send, 1);
  seen.Note("Linux notes the lack of room itself. FD_WRITE needs the WSAEWOULDBLOCK:");
  seen.Note("see the experiment short-send-promises-fd-write.");
}

Observation FdWriteIsUnlikeOtherEvents() {
  Observation seen;
  ShowFdWrite(seen);
  ShowFdRead(seen);
  ShowEpoll(seen);
  return seen;
}

}  // namespace

std::vector<Experiment> EdgeExperiments() {
  return {{.name = "fd-write-is-unlike-other-events",
           .belief = "FD_WRITE is unlike ordinary events, which you register and which then fire.",
           .verdict = Verdict::kHalfTrue,
           .why = "It is an edge, not a level; EPOLLOUT with EPOLLET behaves in the same way.",
           .run = FdWriteIsUnlikeOtherEvents}};
}

}  // namespace l02
