// Finds the blank line, then takes the lines in front of it apart.
//
// The grammar is RFC 9112 §2–§5.
#include "05_websocket/handshake/http_head.h"

#include <algorithm>

#include "05_websocket/frames/octets.h"

namespace l05 {
namespace {

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool IsTokenChar(char c) {
  return (Lower(c) >= 'a' && Lower(c) <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// What may stand in a line: printable ASCII, blanks and tabs, and octets from 0x80 on, which old
// servers put into reason phrases.
bool MayStandInLine(char c) {
  return Octet(c) >= ' ' ? c != 0x7F : c == '\t';
}

}  // namespace

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

std::string_view TrimBlanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenChar);
}

std::size_t HttpHead::Count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(),
                    [name](const HttpHeader& h) { return EqualsIgnoringCase(h.name, name); }));
}

const std::string* HttpHead::Find(std::string_view name) const {
  for (const HttpHeader& header : headers) {
    if (EqualsIgnoringCase(header.name, name)) return &header.value;
  }
  return nullptr;
}

std::string HttpHead::Joined(std::string_view name) const {
  std::string list;
  for (const HttpHeader& header : headers) {
    if (!EqualsIgnoringCase(header.name, name)) continue;
    list.append(list.empty() ? "" : ",").append(header.value);
  }
  return list;
}

// "Connection: keep-alive" and "Connection: Upgrade" in two fields mean the same as both in one
// (RFC 9110 §5.3), and empty elements do not count (§5.6.1).
std::vector<std::string> HttpHead::List(std::string_view name) const {
  std::vector<std::string> elements;
  for (const HttpHeader& header : headers) {
    if (!EqualsIgnoringCase(header.name, name)) continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      const std::string_view element = TrimBlanks(rest.substr(0, comma));
      if (!element.empty()) elements.emplace_back(element);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return elements;
}

HttpHeadParser::HttpHeadParser(std::string start, std::size_t limit, Folds folds)
    : start_(std::move(start)), limit_(limit), folds_(folds) {}

// Octet by octet, because only the blank line tells where the head ends, and because a piece may
// end anywhere, even between CR and LF. A head is short, so this is no place to be clever.
HttpHeadParser::Status HttpHeadParser::Feed(std::string_view octets, std::size_t* consumed) {
  *consumed = 0;
  while (status_ == Status::kNeedMore && *consumed < octets.size()) {
    status_ = TakeOctet(octets[*consumed]);
    ++*consumed;
  }
  return status_;
}

HttpHeadParser::Status HttpHeadParser::TakeOctet(char c) {
  if (++taken_ > limit_) return Fail("head longer than " + std::to_string(limit_) + " octets");
  const bool after_cr = !line_.empty() && line_.back() == '\r';
  if (after_cr) {
    if (c != '\n') return Fail("carriage return in the middle of a line");
    line_.pop_back();
    return FinishLine();
  }
  // A lone LF as line end is tolerated by some parsers and not by others. Such disagreements are
  // what request smuggling is made of, so it is refused here.
  if (c == '\n') return Fail("line feed without carriage return");
  if (c != '\r' && !MayStandInLine(c)) return Fail("control character in the head");
  line_ += c;
  if (!in_headers_ && line_.size() <= start_.size() && line_.back() != start_[line_.size() - 1]) {
    return Fail("the peer does not speak HTTP");
  }
  return Status::kNeedMore;
}

// The first line is kept as it is: what it means differs between requests and responses.
HttpHeadParser::Status HttpHeadParser::FinishLine() {
  if (!in_headers_) {
    if (line_.size() < start_.size()) return Fail("the peer does not speak HTTP");
    in_headers_ = true;
    head_.start_line = std::move(line_);
  } else if (line_.empty()) {
    return Status::kComplete;
  } else if (ContinuesAHeader()) {
    JoinFold();
  } else if (AddHeader() == Status::kFailed) {
    return Status::kFailed;
  }
  line_.clear();
  return Status::kNeedMore;
}

// Behind the first line there is no header that could go on: that is an error in any case
// (RFC 9112 §2.2).
bool HttpHeadParser::ContinuesAHeader() const {
  return folds_ == Folds::kJoin && !head_.headers.empty() &&
         (line_.front() == ' ' || line_.front() == '\t');
}

void HttpHeadParser::JoinFold() {
  const std::string_view rest = TrimBlanks(line_);
  std::string& value = head_.headers.back().value;
  if (!value.empty() && !rest.empty()) value += ' ';
  value += rest;
}

HttpHeadParser::Status HttpHeadParser::AddHeader() {
  const std::size_t colon = line_.find(':');
  if (colon == std::string::npos) return Fail("header line without a colon");
  // No blank may stand before the colon, because parsers disagreed about it (RFC 9112 §5.1).
  const std::string_view name = std::string_view(line_).substr(0, colon);
  if (!IsToken(name)) return Fail("header name that is not a token");
  head_.headers.push_back(
      {std::string(name), std::string(TrimBlanks(std::string_view(line_).substr(colon + 1)))});
  return Status::kNeedMore;
}

HttpHeadParser::Status HttpHeadParser::Fail(std::string what) {
  error_ = std::move(what);
  return Status::kFailed;
}

}  // namespace l05
