// Each source of header fields, one after the other.
#include "05_websocket/program/request_arguments.h"

#include <sstream>
#include <string>
#include <string_view>

#include "support/command_line.h"

namespace l05 {
namespace {

using support::UsageError;

// "Name: value", as in an HTTP message. Whether the name is a token and the value has no line break
// is for the handshake to say. The text is not repeated in the error: it may be a password.
HttpHeader ParseHeader(std::string_view text, const std::string& from) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) throw UsageError(from + " is not 'Name: value'");
  return {std::string(text.substr(0, colon)), std::string(TrimBlanks(text.substr(colon + 1)))};
}

// Some fields are written by the handshake itself, which then has to write this value. As curl has
// it, an empty User-Agent sends none.
void AddHeader(HttpHeader header, HandshakeOptions* options) {
  if (EqualsIgnoringCase(header.name, "Host")) {
    options->host = std::move(header.value);
  } else if (EqualsIgnoringCase(header.name, "User-Agent")) {
    options->user_agent = std::move(header.value);
  } else if (EqualsIgnoringCase(header.name, "Origin")) {
    options->origin = std::move(header.value);
  } else {
    options->headers.push_back(std::move(header));
  }
}

// One field per line; empty lines, and comments behind '#'. A file keeps secrets out of the list of
// processes, which everybody on the machine may read.
void AddFile(const std::string& path, HandshakeOptions* options) {
  std::istringstream lines(ReadFile("--header-file", path));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::string_view text =
        TrimBlanks(line.ends_with('\r') ? std::string_view(line).substr(0, line.size() - 1) : line);
    if (text.empty() || text.front() == '#') continue;
    AddHeader(ParseHeader(text, "--header-file " + path + ": line " + std::to_string(number)),
              options);
  }
}

}  // namespace

HandshakeOptions HandshakeFor(const ClientArguments& arguments) {
  const IdentityArguments& identity = arguments.identity;
  HandshakeOptions options;
  options.subprotocols = arguments.subprotocols;
  options.credentials = identity.user;
  for (const std::string& path : identity.header_files) AddFile(path, &options);
  for (const std::string& header : arguments.headers) {
    AddHeader(ParseHeader(header, "--header '" + header + "'"), &options);
  }
  if (!arguments.origin.empty()) options.origin = arguments.origin;
  // All cookies travel in one field (RFC 6265 §5.4).
  std::string cookies;
  for (const std::string& cookie : identity.cookies)
    cookies += (cookies.empty() ? "" : "; ") + cookie;
  if (!cookies.empty()) options.headers.push_back({"Cookie", cookies});
  return options;
}

}  // namespace l05
