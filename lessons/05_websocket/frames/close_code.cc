// The names of the codes, and the two octets of a code in front of its reason.
#include "05_websocket/frames/close_code.h"

#include <array>
#include <cassert>

#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/utf8.h"

namespace l05 {
namespace {

struct Name {
  std::uint16_t code;     // the number on the wire
  std::string_view text;  // what people read
};

constexpr std::array<Name, 15> kNames = {{{kNormalClosure, "normal closure"},
                                          {kGoingAway, "going away"},
                                          {kProtocolError, "protocol error"},
                                          {kUnsupportedData, "unsupported data"},
                                          {kNoStatusReceived, "no status received"},
                                          {kAbnormalClosure, "abnormal closure"},
                                          {kInvalidPayload, "invalid payload"},
                                          {kPolicyViolation, "policy violation"},
                                          {kMessageTooBig, "message too big"},
                                          {kMandatoryExtension, "mandatory extension"},
                                          {kInternalError, "internal error"},
                                          {kServiceRestart, "service restart"},
                                          {kTryAgainLater, "try again later"},
                                          {kBadGateway, "bad gateway"},
                                          {kTlsHandshake, "TLS handshake"}}};

}  // namespace

bool IsLegalCloseCode(std::uint16_t code) {
  if (code >= 3000 && code <= 4999) return true;  // libraries' and applications' own
  // 1004 is reserved; 1005, 1006 and 1015 describe what was *not* received. A peer that could send
  // them would make this end report something that never happened.
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}

std::string_view CloseCodeName(std::uint16_t code) {
  for (const Name& name : kNames) {
    if (name.code == code) return name.text;
  }
  return code >= 3000 && code <= 4999 ? "application code" : "unknown code";
}

ClosePayload ParseClosePayload(std::string_view payload) {
  if (payload.empty()) return {};
  if (payload.size() == 1) return {kProtocolError, {}, "close payload of one octet"};
  const std::uint16_t code = ReadUint16(payload.data());
  if (!IsLegalCloseCode(code)) return {kProtocolError, {}, "close code that must not be sent"};
  const std::string_view reason = payload.substr(2);
  if (!IsUtf8(reason)) return {kInvalidPayload, {}, "close reason is not UTF-8"};
  return {code, reason, nullptr};
}

std::string EncodeClosePayload(std::uint16_t code, std::string_view reason) {
  if (code == kNoStatusReceived) return {};
  assert(IsLegalCloseCode(code) && reason.size() <= kMaxCloseReason);
  std::string payload(2, '\0');
  WriteUint16(payload.data(), code);
  payload.append(reason);
  return payload;
}

std::string_view FitCloseReason(std::string_view reason) {
  if (reason.size() <= kMaxCloseReason) return reason;
  std::size_t end = kMaxCloseReason;
  // 10xxxxxx continues a character, so the cut must not stand in front of one.
  while (end > 0 && (Octet(reason[end]) & 0xC0) == 0x80) --end;
  return reason.substr(0, end);
}

}  // namespace l05
