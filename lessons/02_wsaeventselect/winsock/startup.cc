// Starts Winsock.
#include "02_wsaeventselect/winsock/startup.h"

#include "01_blocking/sockets/error.h"
#include "02_wsaeventselect/winsock.h"
#include "02_wsaeventselect/winsock/reason.h"

namespace l02 {

WinsockStartup::WinsockStartup() {
  WSADATA data{};
  // The result is the error: WSAGetLastError works only after a start.
  const int error = WSAStartup(MAKEWORD(2, 2), &data);
  if (error != 0) throw l01::SocketError("WSAStartup", "2.2", WinsockReason(error));
}

WinsockStartup::~WinsockStartup() {
  WSACleanup();
}

}  // namespace l02
