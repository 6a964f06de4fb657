// From words of the command line to values, each checked before anything connects.
#include "05_websocket/program/client_arguments.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

#include "05_websocket/frames/utf8.h"
#include "support/command_line.h"

namespace l05 {
namespace {

using support::UsageError;

constexpr double kLongestWait = 24.0 * 60 * 60;  // seconds

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

std::string ReadFile(std::string_view option, const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  std::string octets;
  std::array<char, 64 * 1024> part{};
  std::size_t size = 1;
  while (file && size > 0) {
    size = std::fread(part.data(), 1, part.size(), file.get());
    octets.append(part.data(), size);
  }
  if (file && std::ferror(file.get()) == 0) return octets;
  throw UsageError(std::string(option) + " " + path + ": " + std::strerror(errno));
}

// OpenSSL would only say that some certificates cannot be read. Also for ws: a name that was typed
// wrong is wrong before anybody needs it.
void CheckFiles(const ClientArguments& arguments) {
  const std::array<std::pair<const char*, const std::string*>, 3> files = {
      {{"--ca", &arguments.ca_file},
       {"--cert", &arguments.identity.cert_file},
       {"--key", &arguments.identity.key_file}}};
  for (const auto& [option, path] : files) {
    if (!path->empty()) ReadFile(option, *path);
  }
}

}  // namespace l05
