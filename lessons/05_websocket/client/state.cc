// The table of allowed steps.
#include "05_websocket/client/state.h"

namespace l05 {

bool MayFollow(ClientState from, ClientState to) {
  using enum ClientState;
  switch (to) {
    case kNone:
      return false;
    case kInit:
      return from == kNone || from == kClose;
    case kConnecting:
      return from == kInit;
    case kHandshake:
      return from == kConnecting;
    case kConnected:
      return from == kHandshake;
    case kClosing:  // also by an application that gives up before the connection is open
      return from == kConnecting || from == kHandshake || from == kConnected;
    case kClose:
      return from != kNone && from != kInit && from != kClose;
  }
  return false;
}

std::string_view StateName(ClientState state) {
  using enum ClientState;
  switch (state) {
    case kNone:
      return "none";
    case kInit:
      return "init";
    case kConnecting:
      return "connecting";
    case kHandshake:
      return "handshake";
    case kConnected:
      return "connected";
    case kClosing:
      return "closing";
    case kClose:
      return "close";
  }
  return "unknown";
}

}  // namespace l05
