// WSAStartup and WSACleanup, and the last error of a thread.
#include <cstring>

#include "02_wsaeventselect/emulation/api.h"
#include "02_wsaeventselect/emulation/call.h"
#include "02_wsaeventselect/emulation/last_error.h"

namespace {

using l02::Call;
using l02::LastError;

}  // namespace

int WSAStartup(WORD version, LPWSADATA data) {
  if (data == nullptr) return WSAEFAULT;
  *data = WSADATA{};
  data->wVersion = version;
  data->wHighVersion = MAKEWORD(2, 2);
  if (LOBYTE(version) == 0) return WSAVERNOTSUPPORTED;
  // Who asks for more than there is gets what there is, and has to look.
  if (LOBYTE(version) > 2 || (LOBYTE(version) == 2 && HIBYTE(version) > 2)) {
    data->wVersion = MAKEWORD(2, 2);
  }
  std::strcpy(data->szDescription, "netladder's Winsock emulation");
  std::strcpy(data->szSystemStatus, "Running");
  ++Call().state().startups;
  return 0;
}

int WSACleanup() {
  Call call;
  if (call.state().startups == 0) return l02::Finish(l02::Outcome::Failed(WSANOTINITIALISED));
  if (--call.state().startups > 0) return 0;
  for (const std::uintptr_t handle : call.state().handles.Sockets()) call.CloseSocket(handle);
  return 0;
}

int WSAGetLastError() {
  return LastError();
}

void WSASetLastError(int code) {
  LastError() = code;
}

DWORD GetLastError() {
  return static_cast<DWORD>(LastError());
}

void SetLastError(DWORD code) {
  LastError() = static_cast<int>(code);
}
