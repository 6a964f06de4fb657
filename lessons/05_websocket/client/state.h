// Where a connection is in its life, and which step may follow which.
//
//   kNone -> kInit -> kConnecting -> kHandshake -> kConnected -> kClosing -> kClose
//             address    TCP          request sent,  messages      Close frames,
//             accepted                101 awaited                  then TCP's end
//
// From each state after kInit the connection may also end at once. The article's client keeps a
// public number that every function sets as it likes; a state that is skipped there goes unnoticed.
#ifndef LESSONS_05_WEBSOCKET_CLIENT_STATE_H_
#define LESSONS_05_WEBSOCKET_CLIENT_STATE_H_

#include <string_view>

namespace l05 {

/// The article's six states, and one for the close handshake that it lacks.
enum class ClientState {
  kNone,        // nothing was opened yet
  kInit,        // address and options are accepted
  kConnecting,  // the name is looked up, addresses are tried
  kHandshake,   // the request is sent; only the 101 counts now
  kConnected,   // messages go both ways
  kClosing,     // a Close frame is queued or sent; no more messages from us
  kClose,       // the end; the client may be opened again
};

/// Whether the transition is one of the drawing's.
bool MayFollow(ClientState from, ClientState to);

/// "connecting", "connected", ... for logs and tests.
std::string_view StateName(ClientState state);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_CLIENT_STATE_H_
