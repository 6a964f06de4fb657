// A cursor that reads tokens, quoted strings and separators.
#include "05_websocket/handshake/extension_list.h"

#include <utility>

#include "05_websocket/handshake/http_head.h"

namespace l05 {
namespace {

// Reads from the front of a text, blanks between the elements skipped.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : left_(TrimBlanks(text)) {}

  bool AtEnd() const { return left_.empty(); }

  // Takes this character if it comes next.
  bool Take(char expected) {
    if (AtEnd() || left_.front() != expected) return false;
    Advance(1);
    return true;
  }

  // Takes the longest token; empty if none comes next.
  std::string TakeToken() {
    std::size_t size = 0;
    while (size < left_.size() && IsToken(left_.substr(size, 1))) ++size;
    std::string token(left_.substr(0, size));
    Advance(size);
    return token;
  }

  // Takes "..." and removes quotes and backslashes; empty if what it says is not a token.
  std::string TakeQuoted() {
    std::string value;
    std::size_t at = 1;
    for (; at < left_.size() && left_[at] != '"'; ++at) {
      if (left_[at] == '\\' && ++at == left_.size()) return {};
      value += left_[at];
    }
    if (at >= left_.size() || !IsToken(value)) return {};
    Advance(at + 1);
    return value;
  }

  bool AtQuote() const { return !AtEnd() && left_.front() == '"'; }

 private:
  void Advance(std::size_t size) { left_ = TrimBlanks(left_.substr(size)); }

  std::string_view left_;  // not read yet
};

bool ReadParameter(Cursor* cursor, ExtensionParameter* parameter) {
  parameter->name = cursor->TakeToken();
  if (parameter->name.empty()) return false;
  if (!cursor->Take('=')) return true;
  parameter->value = cursor->AtQuote() ? cursor->TakeQuoted() : cursor->TakeToken();
  return !parameter->value->empty();
}

bool ReadExtension(Cursor* cursor, Extension* extension) {
  extension->name = cursor->TakeToken();
  if (extension->name.empty()) return false;
  while (cursor->Take(';')) {
    if (!ReadParameter(cursor, &extension->parameters.emplace_back())) return false;
  }
  return true;
}

}  // namespace

std::optional<std::vector<Extension>> ParseExtensionList(std::string_view text) {
  std::vector<Extension> list;
  Cursor cursor(text);
  while (!cursor.AtEnd()) {
    if (cursor.Take(',')) continue;
    if (!ReadExtension(&cursor, &list.emplace_back())) return std::nullopt;
    if (!cursor.AtEnd() && !cursor.Take(',')) return std::nullopt;
  }
  return list;
}

}  // namespace l05
