// The library says whether it is JSON; then only strings and brackets matter.
#include "05_websocket/program/indented_json.h"

#include <cstddef>
#include <nlohmann/json.hpp>

namespace l05 {
namespace {

bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string NewLine(std::size_t depth) {
  return "\n" + std::string(2 * depth, ' ');
}

// Copies the string that begins at `text[at]` and returns where it ends.
std::size_t CopyString(std::string_view text, std::size_t at, std::string* out) {
  const std::size_t start = at++;
  while (text[at] != '"') at += text[at] == '\\' ? std::size_t{2} : 1;
  out->append(text.substr(start, at - start + 1));
  return at;
}

// `text` is known to be JSON, so each string and bracket has its end.
std::string Indent(std::string_view text) {
  std::string out;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (IsBlank(c)) continue;
    if (c == '"') {
      at = CopyString(text, at, &out);
    } else if (c == '{' || c == '[') {
      out += c;
      const std::size_t next = text.find_first_not_of(" \t\r\n", at + 1);
      if (text[next] == '}' || text[next] == ']') {
        out += text[at = next];
      } else {
        out += NewLine(++depth);
      }
    } else if (c == '}' || c == ']') {
      out += NewLine(--depth) + c;
    } else {
      out += c;
      if (c == ',') out += NewLine(depth);
      if (c == ':') out += ' ';
    }
  }
  return out;
}

}  // namespace

std::string IndentedJson(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (text[first] != '{' && text[first] != '[')) {
    return std::string(text);
  }
  return nlohmann::json::accept(text) ? Indent(text) : std::string(text);
}

}  // namespace l05
