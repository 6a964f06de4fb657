// What may stand in the request, and the request.
#include "05_websocket/handshake/request.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "05_websocket/frames/crypto.h"
#include "05_websocket/frames/octets.h"
#include "05_websocket/handshake/base64.h"
#include "05_websocket/handshake/basic.h"
#include "05_websocket/handshake/deflate_negotiation.h"

namespace l05 {
namespace {

// Fields that the handshake itself writes. A second one from the caller would contradict it.
constexpr std::array<std::string_view, 7> kOwnFields = {
    "Host", "Upgrade", "Connection", "Content-Length", "Transfer-Encoding", "Origin", "User-Agent"};

bool IsOwnField(std::string_view name) {
  return EqualsIgnoringCase(name.substr(0, 14), "Sec-WebSocket-") ||
         std::any_of(kOwnFields.begin(), kOwnFields.end(),
                     [name](std::string_view own) { return EqualsIgnoringCase(own, name); });
}

// CR, LF or NUL in a value would end the line and let the rest pose as another header: the
// "response splitting" attack, here with the request.
bool IsFieldValue(std::string_view value) {
  return std::none_of(value.begin(), value.end(),
                      [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

// Empty if nobody has to be named, or if the caller's own header does.
std::string Authorization(const Uri& uri, const HandshakeOptions& options) {
  const std::string& who = options.credentials.empty() ? uri.credentials : options.credentials;
  const bool own = std::any_of(
      options.headers.begin(), options.headers.end(),
      [](const HttpHeader& header) { return EqualsIgnoringCase(header.name, "Authorization"); });
  return who.empty() || own ? std::string() : BasicCredentials(who);
}

}  // namespace

// Fresh for every attempt. The article sends the same key always, one that countless tutorials
// print: then a recorded answer fits as well as a real one.
std::string MakeHandshakeKey() {
  std::array<std::uint8_t, 16> nonce{};
  FillRandom(nonce);
  return EncodeBase64(nonce);
}

// Said before any socket exists: a mistake of the caller must not look like one of the server.
std::optional<std::string> CheckHandshakeOptions(const HandshakeOptions& options) {
  for (std::size_t i = 0; i < options.subprotocols.size(); ++i) {
    const std::string& name = options.subprotocols[i];
    if (!IsToken(name)) return "\"" + name + "\" cannot be the name of a subprotocol";
    const auto first = options.subprotocols.begin();
    const auto here = first + static_cast<std::ptrdiff_t>(i);
    if (std::find(first, here, name) != here) return "subprotocol \"" + name + "\" is given twice";
  }
  for (const HttpHeader& header : options.headers) {
    if (!IsToken(header.name)) return "\"" + header.name + "\" cannot be the name of a header";
    if (IsOwnField(header.name)) return "the handshake itself sends " + header.name;
    if (!IsFieldValue(header.value)) return "line break in the value of header " + header.name;
  }
  if (!IsFieldValue(options.origin)) return "line break in the origin";
  if (!IsFieldValue(options.user_agent)) return "line break in the user agent";
  if (!IsFieldValue(options.host)) return "line break in the host";
  if (options.deflate) return CheckDeflateOptions(*options.deflate);
  return std::nullopt;
}

std::string BuildHandshakeRequest(const Uri& uri, const HandshakeOptions& options,
                                  std::string_view key) {
  std::string text = "GET " + uri.target + " HTTP/1.1\r\n";
  const auto add = [&text](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
  };
  add("Host", options.host.empty() ? uri.HostHeader() : options.host);
  add("Upgrade", "websocket");
  add("Connection", "Upgrade");
  add("Sec-WebSocket-Key", key);
  add("Sec-WebSocket-Version", "13");
  std::string offered;
  for (const std::string& name : options.subprotocols) {
    offered.append(offered.empty() ? "" : ", ").append(name);
  }
  if (!offered.empty()) add("Sec-WebSocket-Protocol", offered);
  if (options.deflate) add("Sec-WebSocket-Extensions", DeflateOffer(*options.deflate));
  if (!options.origin.empty()) add("Origin", options.origin);
  if (!options.user_agent.empty()) add("User-Agent", options.user_agent);
  if (const std::string who = Authorization(uri, options); !who.empty()) add("Authorization", who);
  for (const HttpHeader& header : options.headers) add(header.name, header.value);
  return text.append("\r\n");
}

}  // namespace l05
