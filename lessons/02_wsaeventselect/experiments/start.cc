// What is reported when a connection begins, seen from the server: the comment's own experiments,
// done again. They were right. Lesson 02.
#include "02_wsaeventselect/experiments/list.h"
#include "02_wsaeventselect/experiments/pair.h"

namespace l02 {
namespace {

// A server with a listening socket, one client, and the session that accept returns.
struct Arrival {
  // The client connects, and the listener reports it.
  explicit Arrival(long listener_mask) : listener(OpenListener(l01::Endpoint::Loopback())) {
    SelectOn(listener.get(), listener_event.get(), listener_mask);
    client = ConnectTo(listener.get());
    first_record = NextRecord(listener.get(), listener_event.get());
  }
  void Accept() {
    session = OwnedSocket(::accept(listener.get(), nullptr, nullptr));
    if (!session.valid()) throw LastWinsockError("accept");
  }
  void SendFromClient() {
    if (::send(client.get(), "hello", 5, 0) != 5) throw LastWinsockError("send");
  }
  // Until this call the session has its listener's event and mask: tie it to its own ones.
  void WatchSession() { SelectOn(session.get(), session_event.get(), FD_READ | FD_WRITE); }
  Reports SessionReports() { return ReportsUntilQuiet(session.get(), session_event.get()); }

  OwnedEvent listener_event;  // tied to the listener
  OwnedEvent session_event;   // tied to the session by WatchSession
  OwnedSocket listener;       // listens on loopback
  OwnedSocket client;         // blocking
  OwnedSocket session;        // what accept returned
  long first_record = 0;      // of the listener
};

// The second half is a trap for servers with one event per socket: until the new socket is tied to
// its own event, its news go to the listener's, whose record stays empty.
Observation FdWriteAtConnectionStart() {
  Observation seen;
  seen.Do("A client connects, the server accepts and ties the session to an event of its own.");
  Arrival plain(FD_ACCEPT);
  plain.Accept();
  plain.WatchSession();
  seen.Record("reported on the session", plain.SessionReports().events, FD_WRITE);

  seen.Do("The same, but FD_WRITE is in the mask of the listener, and the session is not tied.");
  Arrival inherited(FD_ACCEPT | FD_WRITE);
  inherited.Accept();
  const WSAEVENT event = inherited.listener_event.get();
  seen.Holds("the event of the listener is signalled", IsSignalled(event, kPatienceMs));
  seen.Record("the record of the session", CollectEvents(inherited.session.get(), event, FD_WRITE),
              FD_WRITE);
  seen.Record("the record of the listener", TakeEvents(inherited.listener.get(), nullptr), 0);
  seen.Note(
      "accept gives the new socket the listener's event and mask. Tie it to its own at once.");
  return seen;
}

// "The client stops after connect": what would a debugger show on the server? Exactly this.
Observation AcceptThenFdWrite() {
  Observation seen;
  seen.Do("The client connects and then does nothing.");
  Arrival arrival(FD_ACCEPT);
  seen.Record("first, on the listener", arrival.first_record, FD_ACCEPT);

  seen.Do("The server accepts and watches the session for FD_READ and FD_WRITE.");
  arrival.Accept();
  arrival.WatchSession();
  const Reports reports = arrival.SessionReports();
  seen.Record("then, on the session", reports.events, FD_WRITE);
  seen.Count("in how many records", reports.records, 1);
  return seen;
}

// "The client stops after send." Both events are reported, whether they meet in one record or not.
// From here the comment went on to conclude that one of them is lost: see else-if-loses-events.
Observation ClientSendsFirst() {
  Observation seen;
  seen.Do("The client connects and sends before the server looks at the session.");
  Arrival late(FD_ACCEPT);
  late.SendFromClient();
  late.Accept();
  AwaitBytes(late.session.get(), 5);
  late.WatchSession();
  const Reports together = late.SessionReports();
  seen.Record("the late server sees", together.events, FD_READ | FD_WRITE);
  seen.Count("in how many records", together.records, 1);

  seen.Do("The server looks before the client sends.");
  Arrival early(FD_ACCEPT);
  early.Accept();
  early.WatchSession();
  seen.Record("the early server sees first", early.SessionReports().events, FD_WRITE);
  early.SendFromClient();
  seen.Record("and then", NextRecord(early.session.get(), early.session_event.get()), FD_READ);
  return seen;
}

}  // namespace

std::vector<Experiment> StartExperiments() {
  return {
      {.name = "fd-write-at-connection-start",
       .belief = "When a TCP connection begins, FD_WRITE fires on the server's session socket.",
       .verdict = Verdict::kTrue,
       .why = "A new connection has room; even the listener's event may tell it.",
       .run = FdWriteAtConnectionStart},
      {.name = "accept-then-fd-write",
       .belief = "After the client's connect comes FD_ACCEPT on the listener, then FD_WRITE on "
                 "the session.",
       .verdict = Verdict::kTrue,
       .why = "Two sockets, two records, in this order.",
       .run = AcceptThenFdWrite},
      {.name = "client-sends-first",
       .belief = "After the client's send FD_READ comes on the session besides.",
       .verdict = Verdict::kTrue,
       .why = "In the same record if the server looks late, in a second one if it looked early.",
       .run = ClientSendsFirst}};
}

}  // namespace l02
