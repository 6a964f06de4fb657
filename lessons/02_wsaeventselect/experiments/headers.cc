// Which header comes first. Lesson 02.
#include "02_wsaeventselect/experiments/headers.h"

#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/winsock/handles.h"

namespace l02 {
namespace {

Observation Winsock2BeforeWindows() {
  Observation seen;
  const HeaderReport report = ReportHeaders();
  if (report.has_windows_h) {
    seen.Do("Compile a file with winsock2.h first, then windows.h (experiments/headers_win.cc).");
  } else {
    seen.Do("There is no windows.h on this system: the Windows build of this course compiles it.");
    seen.Note("The course's own winsock.h settles the order once for every file of the lesson.");
  }
  seen.Holds("the old winsock.h stays out", report.old_header_kept_out);
  seen.Note("The other way round does not compile with Microsoft's headers: sockaddr_in and many");
  seen.Note("others are defined twice. mingw's headers warn: \"include winsock2.h before");
  seen.Note("windows.h\". To define WIN32_LEAN_AND_MEAN for the whole project helps as well.");

  seen.Do("Use what only winsock2.h declares.");
  const OwnedEvent event;
  seen.Holds("WSACreateEvent gives an event", event.get() != WSA_INVALID_EVENT);
  seen.Count("network events that it knows", FD_MAX_EVENTS, 10);
  return seen;
}

}  // namespace

std::vector<Experiment> HeaderExperiments() {
  return {{.name = "winsock2-before-windows",
           .belief = "winsock2.h must be included first: windows.h includes winsock.h, and the two "
                     "collide.",
           .verdict = Verdict::kTrue,
           .why = "winsock2.h keeps the old header out only if it is the first of the two.",
           .run = Winsock2BeforeWindows}};
}

}  // namespace l02
