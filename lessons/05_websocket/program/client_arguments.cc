// From words of the command line to values, each checked before anything connects.
#include "05_websocket/program/client_arguments.h"

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include "05_websocket/frames/utf8.h"
#include "05_websocket/frames/visible_text.h"
#include "support/command_line.h"

namespace l05 {
namespace {

using support::UsageError;

constexpr double kLongestWait = 24.0 * 60 * 60;  // seconds

// "Name: value", as in an HTTP message. Whether the name is a token and the value has no line break
// is for the handshake to say.
HttpHeader ParseHeader(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    throw UsageError("--header '" + std::string(text) + "' is not 'Name: value'");
  }
  return {std::string(text.substr(0, colon)), std::string(TrimBlanks(text.substr(colon + 1)))};
}

void SetLimits(const ClientArguments& arguments, ClientOptions* options) {
  if (arguments.max_message == 0) throw UsageError("--max-message must be at least 1");
  // One number for a person. A frame cannot be larger than its message, and a compressed message
  // counts by what it becomes.
  options->limits.max_frame = arguments.max_message;
  options->limits.max_message = arguments.max_message;
  options->limits.max_inflated = arguments.max_message;
}

void SetDeadlines(const ClientArguments& arguments, ClientOptions* options) {
  // A server that accepts the connection and then says nothing is as useless as one that does not
  // answer at all, so both waits have this limit.
  options->deadlines.connect = ParseSeconds(arguments.connect_seconds, "--connect-timeout");
  options->deadlines.handshake = options->deadlines.connect;
  options->deadlines.idle_ping = ParseSeconds(arguments.ping_seconds, "--ping");
}

}  // namespace

CloseRequest ParseCloseRequest(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view digits = text.substr(0, colon);
  CloseRequest request;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), request.code);
  if (error != std::errc() || end != digits.data() + digits.size() ||
      !IsLegalCloseCode(request.code)) {
    throw UsageError("--close: '" + std::string(digits) + "' is not a code that may be sent");
  }
  if (colon != std::string_view::npos) request.reason = text.substr(colon + 1);
  if (request.reason.size() > kMaxCloseReason || !IsUtf8(request.reason)) {
    throw UsageError("--close: the reason must be UTF-8 of at most " +
                     std::to_string(kMaxCloseReason) + " octets");
  }
  return request;
}

std::chrono::milliseconds ParseSeconds(double seconds, std::string_view option) {
  // Written so that "not a number" fails too.
  if (!(seconds >= 0 && seconds <= kLongestWait)) {
    throw UsageError(std::string(option) + " wants seconds, from 0 to a day");
  }
  // Rounded up: a tenth of a millisecond must not become zero, which means "never".
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000)));
}

ClientOptions OptionsFor(const ClientArguments& arguments) {
  ClientOptions options;
  options.handshake.subprotocols = arguments.subprotocols;
  options.handshake.origin = arguments.origin;
  for (const std::string& header : arguments.headers) {
    options.handshake.headers.push_back(ParseHeader(header));
  }
  options.compress = !arguments.no_compress;
  options.tls.verify = !arguments.insecure;
  options.tls.ca_file = arguments.ca_file;
  SetLimits(arguments, &options);
  SetDeadlines(arguments, &options);
  if (arguments.verbose) {
    options.log = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
  }
  return options;
}

// OpenSSL would only say that some certificates cannot be read. Also for ws: a name that was typed
// wrong is wrong before anybody needs it.
void CheckFiles(const ClientArguments& arguments) {
  if (arguments.ca_file.empty()) return;
  std::FILE* const file = std::fopen(arguments.ca_file.c_str(), "rb");
  if (file == nullptr) {
    throw UsageError("--ca " + arguments.ca_file + ": " + std::strerror(errno));
  }
  std::fclose(file);
}

// 1005 is a Close frame without a code: nothing was wrong. From 3000 on the application knows what
// the code means, and this program does not.
bool IsGoodEnd(const CloseInfo& info) {
  return IsStrictlyGoodEnd(info) || (info.clean && info.unsent == 0 && info.code >= 3000);
}

bool IsStrictlyGoodEnd(const CloseInfo& info) {
  const bool good_code =
      info.code == kNormalClosure || info.code == kGoingAway || info.code == kNoStatusReceived;
  return info.clean && info.unsent == 0 && good_code;
}

// The body of a refusal often is the only place where its reason stands.
std::string EndText(const CloseInfo& info) {
  const std::string body = info.handshake ? info.handshake->body : "";
  const std::size_t last = body.find_last_not_of(" \t\r\n");
  if (last == std::string::npos) return info.what;
  return info.what +
         "; the server says: " + VisibleText(std::string_view(body).substr(0, last + 1));
}

int ExitCodeFor(const CloseInfo& info) {
  if (!IsGoodEnd(info)) throw std::runtime_error(EndText(info));
  return 0;
}

}  // namespace l05
