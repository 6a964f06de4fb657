// POSIX sockets need no start-up.
#include "01_blocking/sockets/winsock_session.h"

namespace l01 {

WinsockSession::WinsockSession() = default;

WinsockSession::~WinsockSession() = default;

}  // namespace l01
