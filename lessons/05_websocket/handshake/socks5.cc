// Each answer has a length that its first octets tell.
#include "05_websocket/handshake/socks5.h"

#include <array>
#include <cstddef>
#include <utility>

#include "01_blocking/sockets/endpoint.h"
#include "05_websocket/frames/octets.h"

namespace l05 {
namespace {

constexpr std::size_t kLongest = 255;  // what one octet can count
constexpr int kNoLogin = 0;            // methods (RFC 1928 §3)
constexpr int kUserAndPassword = 2;
constexpr char kIpv4 = 1;  // kinds of addresses (§5)
constexpr char kName = 3;
constexpr char kIpv6 = 4;

// §6, in its order.
constexpr std::array<const char*, 9> kReplies = {"",
                                                 "general failure",
                                                 "not allowed by its rules",
                                                 "network unreachable",
                                                 "host unreachable",
                                                 "connection refused",
                                                 "TTL expired",
                                                 "command not supported",
                                                 "address type not supported"};

std::string WithLength(std::string_view text) {
  return std::string(1, static_cast<char>(text.size())).append(text);
}

std::string LoginText(const std::string& credentials) {
  if (credentials.empty()) return {};
  const std::size_t colon = credentials.find(':');
  return '\x01' + WithLength(credentials.substr(0, colon)) +
         WithLength(credentials.substr(colon + 1));
}

// The name is not looked up here: the proxy may know names that we do not.
std::string RequestText(const std::string& host, std::uint16_t port) {
  std::string text = {5, 1, 0};
  if (const auto address = l01::Endpoint::Parse(host, port)) {
    const bool v4 = address->family() == AF_INET;
    const auto* raw = reinterpret_cast<const char*>(address->data());
    text += v4 ? kIpv4 : kIpv6;
    text.append(raw + (v4 ? offsetof(sockaddr_in, sin_addr) : offsetof(sockaddr_in6, sin6_addr)),
                v4 ? 4 : 16);
  } else {
    text += kName + WithLength(host);
  }
  text += static_cast<char>(port >> 8);
  return text + static_cast<char>(port & 0xFF);
}

}  // namespace

std::string CheckSocks5(const std::string& host, const std::string& credentials) {
  if (host.size() > kLongest) return "SOCKS5 has no room for so long a name";
  const std::size_t colon = credentials.find(':');
  if (credentials.empty()) return {};
  if (colon > kLongest || credentials.size() - colon - 1 > kLongest) {
    return "SOCKS5 has no room for so long a user name or password";
  }
  return {};
}

// [socks5]
Socks5::Socks5(const std::string& host, std::uint16_t port, const std::string& credentials)
    : login_(LoginText(credentials)), request_(RequestText(host, port)) {
  output_ =
      login_.empty() ? std::string{5, 1, kNoLogin} : std::string{5, 2, kNoLogin, kUserAndPassword};
}

// One answer per round: what comes behind the last one is the server's.
ProxyTalk::Status Socks5::Feed(std::string_view octets, std::size_t* consumed) {
  *consumed = 0;
  while (octets.size() - *consumed >= Needed(octets.substr(*consumed))) {
    const std::string_view answer = octets.substr(*consumed, Needed(octets.substr(*consumed)));
    *consumed += answer.size();
    const char version = step_ == Step::kLogin ? 1 : 5;
    if (answer[0] != version) return Fail("it does not speak SOCKS5");
    if (step_ == Step::kReply) return OnReply(answer);
    if (step_ == Step::kLogin && answer[1] != 0)
      return FailLogin("user name or password not accepted");
    const Status status = OnMethod(step_ == Step::kLogin ? kNoLogin : Octet(answer[1]));
    if (status == Status::kFailed) return status;
  }
  return Status::kNeedMore;
}
// [socks5]

// The next attempt would hear the same, and callers know that by HTTP's number for it.
ProxyTalk::Status Socks5::FailLogin(std::string why) {
  status_ = 407;
  return Fail(std::move(why));
}

ProxyTalk::Status Socks5::OnMethod(int method) {
  if (method == kUserAndPassword && !login_.empty()) {
    step_ = Step::kLogin;
    output_ += login_;
    return Status::kNeedMore;
  }
  if (method != kNoLogin) return FailLogin("it wants a login that was not offered");
  step_ = Step::kReply;
  output_ += request_;
  return Status::kNeedMore;
}

ProxyTalk::Status Socks5::OnReply(std::string_view reply) {
  const std::uint8_t code = Octet(reply[1]);
  if (code == 0) return Status::kDone;
  return Fail(std::string("refused: ") +
              (code < kReplies.size() ? kReplies[code] : "reply " + std::to_string(code)));
}

// The length of the next answer, as far as it is known. The first octet is judged alone: a server
// of another protocol may never send the others.
std::size_t Socks5::Needed(std::string_view octets) const {
  if (octets.empty()) return 1;
  if (octets[0] != (step_ == Step::kLogin ? 1 : 5)) return 1;
  if (step_ != Step::kReply || octets.size() < 2 || octets[1] != 0)
    return 2;  // a refusal counts without its address
  if (octets.size() < 5) return 5;
  switch (octets[3]) {
    case kName:
      return 7 + std::size_t{Octet(octets[4])};
    case kIpv6:
      return 22;
    default:
      return 10;
  }
}

}  // namespace l05
