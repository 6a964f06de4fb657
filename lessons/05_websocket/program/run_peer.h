// `peer`: the embedded server as a program.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_RUN_PEER_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_RUN_PEER_H_

#include <string>

#include "support/command_line.h"

namespace l05 {

/// What its command line says.
struct PeerArguments {
  support::ServeOptions where;  // --port, --bind
  bool listen = false;          // `peer listen`: lines to and from whoever connects
  bool tls = false;             // --tls: with a certificate made on the spot
  std::string cert_out;         // --cert-out: the file for that certificate
};

/// Serves until Ctrl-C. Returns the exit code. @throws std::runtime_error with one line.
int RunPeer(const PeerArguments& arguments);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_RUN_PEER_H_
