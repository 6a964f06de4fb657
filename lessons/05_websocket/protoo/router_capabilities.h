// What the embedded server answers to getRouterRtpCapabilities: the codecs a WebRTC media router
// offers, in the form that mediasoup uses.
#ifndef LESSONS_05_WEBSOCKET_PROTOO_ROUTER_CAPABILITIES_H_
#define LESSONS_05_WEBSOCKET_PROTOO_ROUTER_CAPABILITIES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "05_websocket/protoo/message.h"

namespace l05 {

/// A router's RTP capabilities: "codecs" and "headerExtensions". If `at_least` octets are asked
/// for, a member "padding" makes the JSON text that long.
Json RouterCapabilities(std::size_t at_least = 0);

/// One line per codec of such capabilities: "audio  audio/opus  48000". Works on any JSON: what is
/// missing is shown as "?".
std::vector<std::string> CodecLines(const Json& capabilities);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROTOO_ROUTER_CAPABILITIES_H_
