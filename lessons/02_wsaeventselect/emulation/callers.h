// Who waits at a listening socket, and who is let in. Lesson 02.
//
// The kernel's queue has one more part here: callers that were taken out of it and put off, because
// WSAAccept's condition said CF_DEFER. Linux cannot put a connection back.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_CALLERS_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_CALLERS_H_

#include <deque>
#include <functional>

#include "02_wsaeventselect/emulation/association.h"
#include "02_wsaeventselect/emulation/kernel_socket.h"

namespace l02 {

/// One connection that waits to be accepted.
struct Caller {
  Descriptor connection;  // non-blocking
  AnyAddress address;     // who calls
};

/// The callers of one listening socket.
class Callers {
 public:
  /// Decides about a waiting caller: CF_ACCEPT, CF_REJECT or CF_DEFER.
  using Condition = std::function<int(const AnyAddress&)>;

  /// Both must outlive this object.
  Callers(KernelSocket& kernel, Association& association)
      : kernel_(kernel), association_(association) {}

  /// From now on callers may come.
  Outcome Listen(int backlog);
  /// True after Listen() has succeeded.
  bool listening() const { return listening_; }
  /// Posts FD_ACCEPT if somebody waits. Only while listening.
  void Look();
  /// Takes one waiting caller. `condition` may refuse or defer it; empty means yes.
  Outcome Accept(const Condition& condition, Caller& caller);

 private:
  Outcome Next(Caller& caller);

  KernelSocket& kernel_;         // the listening socket
  Association& association_;     // where FD_ACCEPT goes
  bool listening_ = false;       // listen has been called
  std::deque<Caller> deferred_;  // callers that WSAAccept left waiting
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_CALLERS_H_
