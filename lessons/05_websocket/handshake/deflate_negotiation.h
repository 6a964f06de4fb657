// How two ends agree on permessage-deflate (RFC 7692 §7.1), inside Sec-WebSocket-Extensions.
//
// The client offers, the server answers with the parameters that hold. Both ends must then follow
// exactly the same ones: an end that compresses with a window the other one does not keep produces
// garbage many messages later. So an answer that is not fully understood ends the handshake (R29).
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_DEFLATE_NEGOTIATION_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_DEFLATE_NEGOTIATION_H_

#include <optional>
#include <string>
#include <vector>

#include "05_websocket/handshake/deflate_options.h"
#include "05_websocket/handshake/extension_list.h"

namespace l05 {

/// The registered name of the extension.
inline constexpr const char* kDeflateName = "permessage-deflate";

/// What is wrong with `options` (a window outside 8…15, a level outside 1…9), or nothing.
std::optional<std::string> CheckDeflateOptions(const DeflateOptions& options);

/// The offer: "permessage-deflate; client_max_window_bits" by default.
std::string DeflateOffer(const DeflateOptions& options);

/// The client's check of the server's answer to DeflateOffer(offered). On failure returns nothing
/// and sets `*error` to one phrase.
std::optional<DeflateParameters> ReadDeflateAnswer(const std::vector<Extension>& answer,
                                                   const DeflateOptions& offered,
                                                   std::string* error);

/// The server's choice among the client's offers: the first one that it understands, with its
/// parameters as asked. Nothing if there is none, which is no error.
std::optional<DeflateParameters> ChooseDeflateOffer(const std::vector<Extension>& offers);

/// The server's answer that says what it chose.
std::string DeflateAnswer(const DeflateParameters& parameters);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_DEFLATE_NEGOTIATION_H_
