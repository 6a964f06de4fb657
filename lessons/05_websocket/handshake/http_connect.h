// "CONNECT host:port": asks an HTTP proxy for a tunnel (RFC 9110 §9.3.6).
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_HTTP_CONNECT_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_HTTP_CONNECT_H_

#include <string>

#include "05_websocket/handshake/http_head.h"
#include "05_websocket/handshake/proxy_talk.h"

namespace l05 {

/// One request, one answer.
class HttpConnect final : public ProxyTalk {
 public:
  /// `target` is "host:port"; `credentials` are "user:password", or empty.
  HttpConnect(const std::string& target, const std::string& credentials);

  Status Feed(std::string_view octets, std::size_t* consumed) override;

 private:
  Status Judge();

  HttpHeadParser answer_;  // of the proxy
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_HTTP_CONNECT_H_
