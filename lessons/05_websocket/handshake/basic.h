// "Basic" credentials of HTTP (RFC 7617): a user name and a password, encoded, not encrypted. Only
// TLS keeps them from whoever listens.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_BASIC_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_BASIC_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "05_websocket/handshake/base64.h"

namespace l05 {

/// The value of Authorization for "user:password".
inline std::string BasicCredentials(std::string_view user_and_password) {
  return "Basic " + EncodeBase64({reinterpret_cast<const std::uint8_t*>(user_and_password.data()),
                                  user_and_password.size()});
}

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_BASIC_H_
