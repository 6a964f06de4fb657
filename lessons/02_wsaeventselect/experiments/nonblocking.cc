// What non-blocking saves. The call returns at once; the bytes do not come any earlier. Lesson 02.
#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {
namespace {

constexpr int kTries = 1000;

// Asks again and again, as a program does that knows no better place to wait.
int CountRefusedRecvs(SOCKET socket) {
  int refused = 0;
  char byte = 0;
  for (int i = 0; i < kTries; ++i) {
    if (::recv(socket, &byte, 1, 0) < 0 && ::WSAGetLastError() == WSAEWOULDBLOCK) ++refused;
  }
  return refused;
}

// Somebody must wait for the bytes. The choice is only where: in each recv, in a loop that burns a
// processor, or in one call for all sockets.
Observation NonBlockingSavesTheWait() {
  Observation seen;
  ExperimentPair pair;
  pair.Select(FD_READ | FD_WRITE);  // makes the socket non-blocking
  pair.Next();

  seen.Do("Call recv while there is nothing to receive, a thousand times.");
  seen.Count("calls that return with WSAEWOULDBLOCK", CountRefusedRecvs(pair.ours()), kTries);
  seen.Note("No call has waited. But nothing was received either, and the processor was busy.");

  seen.Do("Wait for the event instead; then the peer has sent.");
  pair.SendFromPeer("hello");
  seen.Record("the record after one wait", pair.Next(), FD_READ);
  seen.Count("bytes after one recv", static_cast<long>(Receive(pair.ours(), 64).size()), 5);

  seen.Do("Send until the buffer is full: until WSAEWOULDBLOCK is said to a single byte.");
  pair.Fill();
  seen.Holds("send returned without taking it", pair.SendUntilOneByteIsRefused());
  seen.Note("The byte is still ours: somebody must keep it and wait for FD_WRITE.");
  pair.Drain();
  seen.Record("when the peer has read", pair.Next(), FD_WRITE);
  return seen;
}

}  // namespace

std::vector<Experiment> NonBlockingExperiments() {
  return {{.name = "non-blocking-saves-the-wait",
           .belief = "Non-blocking mode saves the time in which send waits for space and recv for "
                     "data.",
           .verdict = Verdict::kHalfTrue,
           .why = "The call does not wait; the program still must, and should do so in one place.",
           .run = NonBlockingSavesTheWait}};
}

}  // namespace l02
