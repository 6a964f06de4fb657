// FD_ACCEPT, and what to do when nobody can be let in.
#include "02_wsaeventselect/servers/client_door.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "02_wsaeventselect/winsock/accept_error.h"
#include "02_wsaeventselect/winsock/reason.h"

namespace l02 {

ClientDoor::ClientDoor(const l01::Endpoint& local) : listener_(OpenListener(local)) {
  CallCounts uncounted;
  Select(uncounted);
}

// [let-in]
void ClientDoor::LetIn(CallCounts& counts, const std::function<void(OwnedSocket)>& serve) {
  try {
    if (OwnedSocket client = TakeClient(counts); client.valid()) serve(std::move(client));
    return;
  } catch (const l01::SocketError& error) {
    pause_.Begin(error.what());
  } catch (const std::system_error& error) {  // a thread that cannot be started
    pause_.Begin(error.what());
  }
  // One client too many must not stop the server. Those who are in are served meanwhile. The code
  // does not matter: Wine 8.0 calls even "too many open files" WSAEINVAL.
  paused_ = true;
  Select(counts);
}

OwnedSocket ClientDoor::TakeClient(CallCounts& counts) {
  const WSANETWORKEVENTS record = TakeRecord(listener_.get(), event_.get(), counts);
  if ((record.lNetworkEvents & FD_ACCEPT) == 0) return {};  // an empty wake-up is normal
  OwnedSocket client(::accept(listener_.get(), nullptr, nullptr));
  if (client.valid()) return client;
  const int error = ::WSAGetLastError();
  const l01::AcceptError kind = ClassifyAcceptError(error);
  const bool harmless =
      kind == l01::AcceptError::kNobodyWaits || kind == l01::AcceptError::kClientGone;
  if (harmless) return client;  // the client left while it waited
  throw l01::SocketError("accept", local().ToString(), WinsockReason(error));
}
// [let-in]

// [before-wait]
DWORD ClientDoor::BeforeWait(CallCounts& counts) {
  if (paused_ && !pause_.lasts()) {
    paused_ = false;
    try {
      Select(counts);
    } catch (const l01::SocketError& error) {
      pause_.Begin(error.what());  // still no memory: another pause
      paused_ = true;
    }
  }
  if (!paused_) return WSA_INFINITE;
  return static_cast<DWORD>(std::max(1, pause_.left_ms()));
}
// [before-wait]

void ClientDoor::SetOpen(bool open, CallCounts& counts) {
  open_ = open;
  Select(counts);
}

void ClientDoor::Select(CallCounts& counts) {
  const bool select = open_ && !paused_;
  if (select == selected_) return;
  // What was recorded and not yet taken signals the event when FD_ACCEPT is selected again.
  SelectEvents(listener_.get(), select ? event_.get() : nullptr, select ? FD_ACCEPT : 0, counts);
  selected_ = select;
}

}  // namespace l02
