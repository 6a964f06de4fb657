// Names are compared from their ends, addresses from their beginnings.
#include "05_websocket/program/proxy_rules.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <vector>

#include "01_blocking/sockets/endpoint.h"
#include "05_websocket/handshake/http_head.h"

namespace l05 {
namespace {

std::string_view WithoutDot(std::string_view name) {
  return name.ends_with('.') ? name.substr(0, name.size() - 1) : name;
}

// "example.com" and ".example.com" mean example.com and www.example.com, and not badexample.com.
bool NameMatches(std::string_view host, std::string_view rule) {
  host = WithoutDot(host);
  rule = WithoutDot(rule);
  if (rule.starts_with('.')) rule.remove_prefix(1);
  if (rule.empty() || host.size() < rule.size()) return false;
  const std::size_t rest = host.size() - rule.size();
  return EqualsIgnoringCase(host.substr(rest), rule) && (rest == 0 || host[rest - 1] == '.');
}

// The octets of a numeric address; empty if `text` is none.
std::string OctetsOf(std::string_view text) {
  const auto address = l01::Endpoint::Parse(text, 0);
  if (!address) return {};
  const bool v4 = address->family() == AF_INET;
  return {reinterpret_cast<const char*>(address->data()) +
              (v4 ? offsetof(sockaddr_in, sin_addr) : offsetof(sockaddr_in6, sin6_addr)),
          v4 ? 4U : 16U};
}

bool FirstBitsEqual(const std::string& a, const std::string& b, std::size_t bits) {
  const std::size_t whole = bits / 8;
  if (a.compare(0, whole, b, 0, whole) != 0) return false;
  const auto mask = static_cast<unsigned char>(0xFF00U >> (bits % 8));
  return bits % 8 == 0 || ((a[whole] ^ b[whole]) & mask) == 0;
}

// "192.168.0.0/16", or one address.
bool AddressMatches(const std::string& host, std::string_view rule) {
  const std::size_t slash = rule.find('/');
  std::string_view text = rule.substr(0, slash);
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  const std::string network = OctetsOf(text);
  if (network.empty() || network.size() != host.size()) return false;
  std::size_t bits = 8 * network.size();
  if (slash != std::string_view::npos) {
    const std::string_view digits = rule.substr(slash + 1);
    std::size_t given = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), given);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || given > bits) {
      return false;
    }
    bits = given;
  }
  return FirstBitsEqual(host, network, bits);
}

}  // namespace

ProxyChoice ProxyFromEnvironment(bool secure, const Environment& environment) {
  const std::vector<const char*> names =
      secure ? std::vector<const char*>{"wss_proxy",   "WSS_PROXY", "https_proxy",
                                        "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}
             : std::vector<const char*>{"ws_proxy", "WS_PROXY", "http_proxy", "all_proxy",
                                        "ALL_PROXY"};
  for (const char* name : names) {
    std::string proxy = environment(name);
    if (!proxy.empty()) return {name, std::move(proxy)};
  }
  return {};
}

std::string ExceptionsFromEnvironment(const Environment& environment) {
  std::string list = environment("no_proxy");
  return list.empty() ? environment("NO_PROXY") : list;
}

bool IsException(std::string_view host, std::string_view list) {
  if (list == "*") return true;
  const std::string address = OctetsOf(host);
  constexpr std::string_view kBetween = ", \t";
  while (!list.empty()) {
    const std::size_t end = std::min(list.find_first_of(kBetween), list.size());
    const std::string_view rule = list.substr(0, end);
    if (address.empty() ? NameMatches(host, rule) : AddressMatches(address, rule)) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

}  // namespace l05
