// The most exact word wins: a socket's path, then an address, then a proxy.
#include "05_websocket/program/route_arguments.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "05_websocket/handshake/http_head.h"
#include "05_websocket/handshake/uri.h"
#include "05_websocket/program/proxy_rules.h"
#include "support/command_line.h"

namespace l05 {
namespace {

using support::UsageError;

std::string Unbracketed(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return std::string(host);
}

l01::Endpoint ParseAddress(std::string_view text, std::uint16_t port, const std::string& option) {
  const auto address = l01::Endpoint::Parse(Unbracketed(text), port);
  if (!address) throw UsageError(option + ": '" + std::string(text) + "' is no numeric address");
  return *address;
}

// "HOST:PORT:ADDRESS[,ADDRESS]": the port's colons are the first ones behind the host.
void AddResolved(const std::string& text, const Uri& uri, Route* route) {
  const std::string option = "--resolve '" + text + "'";
  const std::size_t host_end =
      text.starts_with('[') ? text.find(':', text.find(']')) : text.find(':');
  const std::size_t port_end =
      host_end == std::string::npos ? host_end : text.find(':', host_end + 1);
  if (port_end == std::string::npos) throw UsageError(option + " is not HOST:PORT:ADDRESS");
  std::string_view rest = std::string_view(text).substr(port_end + 1);
  const bool meant = EqualsIgnoringCase(Unbracketed(text.substr(0, host_end)), uri.host) &&
                     text.substr(host_end + 1, port_end - host_end - 1) == std::to_string(uri.port);
  for (;;) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const l01::Endpoint address = ParseAddress(rest.substr(0, comma), uri.port, option);
    if (meant) route->addresses.push_back(address);
    if (comma == rest.size()) return;
    rest.remove_prefix(comma + 1);
  }
}

std::optional<Proxy> ProxyFor(const RouteArguments& route, const Uri& uri) {
  const auto environment = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  const ProxyChoice choice = route.proxy.empty() ? ProxyFromEnvironment(uri.secure, environment)
                                                 : ProxyChoice{"--proxy", route.proxy};
  const std::string exceptions =
      route.no_proxy.empty() ? ExceptionsFromEnvironment(environment) : route.no_proxy;
  if (choice.proxy.empty() || IsException(uri.host, exceptions)) return std::nullopt;
  std::string error;
  std::optional<Proxy> proxy = ParseProxy(choice.proxy, &error);
  if (!proxy) throw UsageError(choice.name + ": " + error);
  return proxy;
}

}  // namespace

Route RouteFor(const ClientArguments& arguments) {
  const RouteArguments& given = arguments.route;
  Route route;
  std::string error;
  const std::optional<Uri> uri = ParseUri(arguments.url, &error);
  if (!uri) return route;  // whoever connects will say what is wrong with it
  if (!given.unix_socket.empty()) {
    const auto place = l01::Endpoint::Local(given.unix_socket);
    if (!place) throw UsageError("--unix-socket: no socket can have this path here");
    route.addresses.push_back(*place);
    return route;
  }
  for (const std::string& text : given.resolve) AddResolved(text, *uri, &route);
  if (route.addresses.empty()) route.proxy = ProxyFor(given, *uri);
  return route;
}

}  // namespace l05
