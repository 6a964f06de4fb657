// Why a WebSocket connection ended: the numbers of RFC 6455 §7.4 and the payload of a Close frame.
//
// A Close frame carries nothing at all, or a 16-bit code in network order followed by a reason in
// UTF-8. Some codes are for reports inside one program only and must never travel.
#ifndef LESSONS_05_WEBSOCKET_FRAMES_CLOSE_CODE_H_
#define LESSONS_05_WEBSOCKET_FRAMES_CLOSE_CODE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace l05 {

/// The close codes this lesson names. An application may use any number from 3000 to 4999 besides.
enum CloseCode : std::uint16_t {
  kNormalClosure = 1000,         // the purpose of the connection is fulfilled
  kGoingAway = 1001,             // the server stops, or the program that holds the client ends
  kProtocolError = 1002,         // the other end broke a rule of the framing
  kUnsupportedData = 1003,       // a kind of data this end cannot use
  kNoStatusReceived = 1005,      // local only: the Close frame was empty
  kAbnormalClosure = 1006,       // local only: the connection ended without a Close frame
  kInvalidPayload = 1007,        // text that is not UTF-8
  kPolicyViolation = 1008,       // none of the other codes fits
  kMessageTooBig = 1009,         // larger than this end accepts
  kMandatoryExtension = 1010,    // the server did not agree to an extension the client needs
  kInternalError = 1011,         // an unexpected condition
  kServiceRestart = 1012,        // registered with IANA after the RFC
  kTryAgainLater = 1013,         // registered with IANA after the RFC
  kBadGateway = 1014,            // registered with IANA after the RFC
  kTlsHandshake = 1015,          // local only: TLS could not be set up
  kClosedByProtooServer = 4000,  // protoo: the room closed this peer; do not come back
};

/// A control frame's payload has at most 125 octets (§5.5) and the code takes two of them.
inline constexpr std::size_t kMaxCloseReason = 123;

/// Whether a Close frame may carry `code` (§7.4.1, §7.4.2 and IANA's registry).
bool IsLegalCloseCode(std::uint16_t code);

/// A short name for people, such as "protocol error"; "application code" from 3000 to 4999.
std::string_view CloseCodeName(std::uint16_t code);

/// What a Close frame said.
struct ClosePayload {
  std::uint16_t code = kNoStatusReceived;  // what it said; if `problem`: the code to fail with
  std::string_view reason;                 // points into the payload
  const char* problem = nullptr;           // which rule the payload breaks; null: none
};

/// Reads the payload of a Close frame.
ClosePayload ParseClosePayload(std::string_view payload);

/// Writes the payload of a Close frame. kNoStatusReceived gives an empty one.
/// `code` must be legal and `reason` at most kMaxCloseReason octets of UTF-8.
std::string EncodeClosePayload(std::uint16_t code, std::string_view reason);

/// Cuts `reason` to what fits into a Close frame without splitting a character.
std::string_view FitCloseReason(std::string_view reason);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_FRAMES_CLOSE_CODE_H_
