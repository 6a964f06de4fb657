// Windows: WSAStartup and WSACleanup. Winsock counts the calls, so sessions may nest.
#include <winsock2.h>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/winsock_session.h"

namespace l01 {

WinsockSession::WinsockSession() {
  WSADATA data{};
  const WORD version = MAKEWORD(2, 2);
  // WSAStartup returns its error: WSAGetLastError does not work before it has succeeded.
  const int error = WSAStartup(version, &data);
  if (error != 0) throw SocketError("WSAStartup", "2.2", error);
  if (data.wVersion != version) {
    // An older version is a success to WSAStartup. Asked for 1.0, it gives 1.0.
    WSACleanup();
    throw SocketError("WSAStartup", "2.2", WSAVERNOTSUPPORTED);
  }
}

WinsockSession::~WinsockSession() {
  WSACleanup();
}

}  // namespace l01
