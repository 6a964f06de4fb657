// The list of codecs.
#include "05_websocket/protoo/router_capabilities.h"

#include <algorithm>

namespace l05 {
namespace {

// Kind, MIME type, clock rate, payload type and parameters as a router configured for a video
// conference reports them. rtx is retransmission; its "apt" names the payload type it repeats.
constexpr const char* kCapabilities = R"({
  "codecs": [
    {"kind": "audio", "mimeType": "audio/opus", "clockRate": 48000, "channels": 2,
     "preferredPayloadType": 100, "parameters": {},
     "rtcpFeedback": [{"type": "nack", "parameter": ""},
                      {"type": "transport-cc", "parameter": ""}]},
    {"kind": "video", "mimeType": "video/VP8", "clockRate": 90000,
     "preferredPayloadType": 101, "parameters": {"x-google-start-bitrate": 1000},
     "rtcpFeedback": [{"type": "nack", "parameter": ""}, {"type": "nack", "parameter": "pli"},
                      {"type": "ccm", "parameter": "fir"}, {"type": "goog-remb", "parameter": ""},
                      {"type": "transport-cc", "parameter": ""}]},
    {"kind": "video", "mimeType": "video/rtx", "clockRate": 90000,
     "preferredPayloadType": 102, "parameters": {"apt": 101}, "rtcpFeedback": []},
    {"kind": "video", "mimeType": "video/VP9", "clockRate": 90000,
     "preferredPayloadType": 103, "parameters": {"profile-id": 2, "x-google-start-bitrate": 1000},
     "rtcpFeedback": [{"type": "nack", "parameter": ""}, {"type": "nack", "parameter": "pli"},
                      {"type": "ccm", "parameter": "fir"},
                      {"type": "transport-cc", "parameter": ""}]},
    {"kind": "video", "mimeType": "video/rtx", "clockRate": 90000,
     "preferredPayloadType": 104, "parameters": {"apt": 103}, "rtcpFeedback": []},
    {"kind": "video", "mimeType": "video/H264", "clockRate": 90000,
     "preferredPayloadType": 105,
     "parameters": {"packetization-mode": 1, "profile-level-id": "42e01f",
                    "level-asymmetry-allowed": 1, "x-google-start-bitrate": 1000},
     "rtcpFeedback": [{"type": "nack", "parameter": ""}, {"type": "nack", "parameter": "pli"},
                      {"type": "ccm", "parameter": "fir"},
                      {"type": "transport-cc", "parameter": ""}]},
    {"kind": "video", "mimeType": "video/rtx", "clockRate": 90000,
     "preferredPayloadType": 106, "parameters": {"apt": 105}, "rtcpFeedback": []}
  ],
  "headerExtensions": [
    {"kind": "audio", "uri": "urn:ietf:params:rtp-hdrext:sdes:mid", "preferredId": 1,
     "preferredEncrypt": false, "direction": "sendrecv"},
    {"kind": "video", "uri": "urn:ietf:params:rtp-hdrext:sdes:mid", "preferredId": 1,
     "preferredEncrypt": false, "direction": "sendrecv"},
    {"kind": "video", "uri": "urn:3gpp:video-orientation", "preferredId": 11,
     "preferredEncrypt": false, "direction": "sendrecv"}
  ]
})";

// A member of any type as text, without ever throwing.
std::string Shown(const Json& object, const char* member) {
  if (!object.is_object() || !object.contains(member)) return "?";
  const Json& value = object.at(member);
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

// The padding stands in for what makes real replies large: many codecs with many parameters.
Json RouterCapabilities(std::size_t at_least) {
  Json capabilities = Json::parse(kCapabilities);
  const std::size_t size = capabilities.dump().size();
  if (size < at_least) capabilities["padding"] = std::string(at_least - size, '.');
  return capabilities;
}

std::vector<std::string> CodecLines(const Json& capabilities) {
  std::vector<std::string> lines;
  if (!capabilities.is_object() || !capabilities.contains("codecs")) return lines;
  for (const Json& codec : capabilities.at("codecs")) {
    std::string line = Shown(codec, "kind") + "  " + Shown(codec, "mimeType");
    line.resize(std::max<std::size_t>(line.size(), 20), ' ');
    lines.push_back(line + "  " + Shown(codec, "clockRate"));
  }
  return lines;
}

}  // namespace l05
