// Which proxy the environment names for an address. The rules are curl's, for programs that are
// used side by side must not disagree about them (man curl, ENVIRONMENT).
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_PROXY_RULES_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_PROXY_RULES_H_

#include <functional>
#include <string>
#include <string_view>

namespace l05 {

/// Looks a variable up; empty if it is not set.
using Environment = std::function<std::string(const char* name)>;

/// A proxy, and who named it.
struct ProxyChoice {
  std::string name;   // the variable or the option, for messages
  std::string proxy;  // empty: none
};

/// For ws: ws_proxy, WS_PROXY, http_proxy; for wss: wss_proxy, WSS_PROXY, https_proxy, HTTPS_PROXY;
/// then all_proxy and ALL_PROXY. Not HTTP_PROXY: a web server sets it from the header `Proxy` of
/// whoever calls its CGI programs.
ProxyChoice ProxyFromEnvironment(bool secure, const Environment& environment);

/// no_proxy, or else NO_PROXY.
std::string ExceptionsFromEnvironment(const Environment& environment);

/// Whether `host` is reached without a proxy. `list` has names and addresses, divided by commas or
/// blanks: "example.com" also means what stands below it, with or without a dot in front;
/// "10.0.0.0/8" is a network; "*" alone is everything.
bool IsException(std::string_view host, std::string_view list);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_PROXY_RULES_H_
