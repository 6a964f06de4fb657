// FD_ACCEPT.
#include "02_wsaeventselect/servers/client_door.h"

#include <cstdio>

#include "02_wsaeventselect/winsock/reason.h"

namespace l02 {

ClientDoor::ClientDoor(const l01::Endpoint& local) : listener_(OpenListener(local)) {
  CallCounts uncounted;
  SelectEvents(listener_.get(), event_.get(), FD_ACCEPT, uncounted);
}

// [take-client]
OwnedSocket ClientDoor::TakeClient(CallCounts& counts) {
  const WSANETWORKEVENTS record = TakeRecord(listener_.get(), event_.get(), counts);
  if ((record.lNetworkEvents & FD_ACCEPT) == 0) return {};  // an empty wake-up is normal
  OwnedSocket client(::accept(listener_.get(), nullptr, nullptr));
  const int error = ::WSAGetLastError();
  if (!client.valid() && error != WSAEWOULDBLOCK) {
    // The client left while it waited, or there is no socket left. Either way the server goes on.
    std::fprintf(stderr, "accept %s: %s\n", local().ToString().c_str(),
                 WinsockReason(error).c_str());
  }
  return client;
}
// [take-client]

void ClientDoor::SetOpen(bool open, CallCounts& counts) {
  if (open == open_) return;
  open_ = open;
  // What was recorded and not yet taken signals the event when FD_ACCEPT is selected again.
  SelectEvents(listener_.get(), open ? event_.get() : nullptr, open ? FD_ACCEPT : 0, counts);
}

}  // namespace l02
