// Checks a request, and writes the answer or the refusal.
#include "05_websocket/handshake/server_handshake.h"

#include <algorithm>

#include "05_websocket/handshake/base64.h"
#include "05_websocket/handshake/deflate_negotiation.h"
#include "05_websocket/handshake/handshake.h"

namespace l05 {
namespace {

constexpr std::size_t kKeyOctets = 16;

// What is wrong with a request, and which status says so.
struct Problem {
  std::string_view status;  // such as "400 Bad Request"; empty: nothing is wrong
  std::string what;         // one phrase
};

Problem Bad(std::string what) {
  return {"400 Bad Request", std::move(what)};
}

bool ListContains(const HttpHead& head, std::string_view name, std::string_view element) {
  const auto list = head.List(name);
  return std::any_of(list.begin(), list.end(), [element](const std::string& candidate) {
    return EqualsIgnoringCase(candidate, element);
  });
}

// Whether the query has a parameter of that name with a value.
// Whole names only: "xroomId=1" is no roomId.
bool HasParameter(std::string_view target, const std::string& name) {
  const std::size_t query = target.find('?');
  if (query == std::string_view::npos) return false;
  const std::string parameters = "&" + std::string(target.substr(query + 1)) + "&";
  const std::size_t at = parameters.find("&" + name + "=");
  return at != std::string::npos && parameters[at + name.size() + 2] != '&';
}

// The duties of RFC 6455 §4.1 that a server can see.
Problem CheckUpgrade(const HttpHead& head) {
  for (const char* name : {"Host", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version"}) {
    if (head.Count(name) != 1) return Bad(std::string("exactly one ") + name + " is needed");
  }
  if (!EqualsIgnoringCase(*head.Find("Upgrade"), "websocket")) return Bad("Upgrade: websocket");
  if (!ListContains(head, "Connection", "upgrade")) return Bad("Connection: Upgrade");
  if (*head.Find("Sec-WebSocket-Version") != "13") return {"426 Upgrade Required", "version 13"};
  const auto key = DecodeBase64(*head.Find("Sec-WebSocket-Key"));
  if (!key || key->size() != kKeyOctets) return Bad("the key is not 16 octets in base64");
  return {};
}

// What protoo-server and the rooms of a conference ask for.
Problem CheckProtoo(const HttpHead& head, std::string_view target) {
  if (!ListContains(head, "Sec-WebSocket-Protocol", "protoo")) {
    return {"403 Forbidden", "invalid/missing Sec-WebSocket-Protocol"};
  }
  if (!HasParameter(target, "roomId") || !HasParameter(target, "peerId")) {
    return Bad("roomId and peerId are needed in the query");
  }
  return {};
}

std::optional<DeflateParameters> ChooseDeflate(const HttpHead& head) {
  const auto offers = ParseExtensionList(head.Joined("Sec-WebSocket-Extensions"));
  return offers ? ChooseDeflateOffer(*offers) : std::nullopt;
}

// The first subprotocol that was offered: who listens talks to everybody.
std::string SubprotocolLine(const HttpHead& head, Service service) {
  if (service == Service::kProtoo) return "Sec-WebSocket-Protocol: protoo\r\n";
  const std::vector<std::string> offered = head.List("Sec-WebSocket-Protocol");
  if (service != Service::kListen || offered.empty()) return {};
  return "Sec-WebSocket-Protocol: " + offered.front() + "\r\n";
}

Service ServiceFor(std::string_view target, bool listen) {
  if (listen) return Service::kListen;
  const std::string_view path = target.substr(0, target.find('?'));
  if (path == "/echo") return Service::kEcho;
  return path == "/source" ? Service::kSource : Service::kProtoo;
}

}  // namespace

// "GET /?a=b HTTP/1.1" -> "/?a=b"; empty if the line is anything else.
std::string_view TargetOf(std::string_view start_line) {
  if (!start_line.starts_with("GET /") || !start_line.ends_with(" HTTP/1.1")) return {};
  const std::string_view target = start_line.substr(4, start_line.size() - 4 - 9);
  return target.find(' ') == std::string_view::npos ? target : std::string_view();
}

// Content-Length and "Connection: close" together: a client knows when it has the whole reason, and
// does not wait for more.
std::string RefusalText(std::string_view status, std::string_view problem,
                        std::string_view extra_header) {
  std::string text = "HTTP/1.1 ";
  text.append(status).append("\r\nConnection: close\r\nContent-Type: text/plain\r\n");
  text.append(extra_header).append("Content-Length: ");
  return text.append(std::to_string(problem.size())).append("\r\n\r\n").append(problem);
}

ServerAnswer AnswerHandshake(const HttpHead& request, bool listen) {
  ServerAnswer answer;
  const std::string_view target = TargetOf(request.start_line);
  answer.service = ServiceFor(target, listen);
  const bool protoo = answer.service == Service::kProtoo;
  Problem problem = target.empty() ? Bad("GET ... HTTP/1.1 expected") : CheckUpgrade(request);
  if (problem.status.empty() && protoo) problem = CheckProtoo(request, target);
  if (!problem.status.empty()) {
    const bool version = problem.status.starts_with("426");
    answer.problem = problem.what;
    answer.text =
        RefusalText(problem.status, problem.what, version ? "Sec-WebSocket-Version: 13\r\n" : "");
    return answer;
  }
  answer.accepted = true;
  answer.text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
  answer.text += "Sec-WebSocket-Accept: " + AcceptFor(*request.Find("Sec-WebSocket-Key")) + "\r\n";
  answer.text += SubprotocolLine(request, answer.service);
  // The library under protoo-server knows no extensions.
  if (!protoo) answer.deflate = ChooseDeflate(request);
  if (answer.deflate) {
    answer.text += "Sec-WebSocket-Extensions: " + DeflateAnswer(*answer.deflate) + "\r\n";
  }
  answer.text += "\r\n";
  return answer;
}

}  // namespace l05
