// SOCKS version 5 (RFC 1928): asks a proxy of a few octets for a connection.
//
//   us    05 n methods               which ways of logging in we know
//   proxy 05 method
//   us    01 user password           only if it chose "user name and password" (RFC 1929)
//   proxy 01 00
//   us    05 01 00 address port      connect
//   proxy 05 00 00 address port      connected; the address is the proxy's own end
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_SOCKS5_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_SOCKS5_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "05_websocket/handshake/proxy_talk.h"

namespace l05 {

/// What cannot be asked for, since each length is one octet; or nothing.
std::string CheckSocks5(const std::string& host, const std::string& credentials);

/// Up to three questions and answers.
class Socks5 final : public ProxyTalk {
 public:
  /// A numeric host travels as an address, every other one as a name. CheckSocks5 found nothing.
  Socks5(const std::string& host, std::uint16_t port, const std::string& credentials);

  Status Feed(std::string_view octets, std::size_t* consumed) override;

 private:
  // Which answer comes next.
  enum class Step { kMethod, kLogin, kReply };

  Status FailLogin(std::string why);
  Status OnMethod(int method);
  Status OnReply(std::string_view reply);
  std::size_t Needed(std::string_view octets) const;

  const std::string login_;    // the second question
  const std::string request_;  // the third one
  Step step_ = Step::kMethod;  // what we wait for
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_SOCKS5_H_
