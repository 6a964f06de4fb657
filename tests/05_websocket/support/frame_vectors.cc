// Reads the list of vectors: fields between bars, octets as hexadecimal numbers.
#include "tests/05_websocket/support/frame_vectors.h"

#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace ws_test {
namespace {

// One line of the file.
struct Row {
  int line;                         // its number
  std::vector<std::string> fields;  // without the blanks around them
};

std::string Trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

Row RowOf(int number, const std::string& line) {
  Row row{number, {}};
  std::istringstream parts(line);
  for (std::string field; std::getline(parts, field, '|');) row.fields.push_back(Trimmed(field));
  return row;
}

// The rows of one kind; of one group, if it is named.
std::vector<Row> Rows(std::string_view kind, std::string_view group) {
  std::ifstream file(NETLADDER_FRAME_VECTORS);
  if (!file) throw std::runtime_error("cannot read " NETLADDER_FRAME_VECTORS);
  std::vector<Row> rows;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    Row row = RowOf(++number, line);
    if (row.fields.size() < 4 || row.fields[0] != kind) continue;
    if (group.empty() || row.fields[1] == group) rows.push_back(std::move(row));
  }
  return rows;
}

std::string OctetsOf(const std::string& hex) {
  std::string octets;
  std::istringstream words(hex);
  for (std::string word; words >> word;) {
    octets.push_back(static_cast<char>(std::stoi(word, nullptr, 16)));
  }
  return octets;
}

l05::FrameRules RulesOf(const std::string& text) {
  l05::FrameRules rules{l05::Role::kClient, false, 1ULL << 40};
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (word == "server") rules.reader = l05::Role::kServer;
    if (word == "rsv1") rules.allow_rsv1 = true;
    if (word.starts_with("limit=")) rules.max_payload = std::stoull(word.substr(6));
  }
  return rules;
}

std::string Hex(const l05::MaskingKey& key) {
  char text[9];
  std::snprintf(text, sizeof text, "%02X%02X%02X%02X", key[0], key[1], key[2], key[3]);
  return text;
}

}  // namespace

std::vector<HeaderVector> HeaderVectors(std::string_view group) {
  std::vector<HeaderVector> vectors;
  for (const Row& row : Rows("header", group)) {
    vectors.push_back({row.line, RulesOf(row.fields.at(2)), OctetsOf(row.fields.at(3)),
                       row.fields.at(4), row.fields.size() > 5 ? row.fields[5] : ""});
  }
  return vectors;
}

std::vector<CloseVector> CloseVectors(std::string_view group) {
  std::vector<CloseVector> vectors;
  for (const Row& row : Rows("close", group)) {
    vectors.push_back({row.line, OctetsOf(row.fields.at(2)), row.fields.at(3)});
  }
  return vectors;
}

std::vector<Utf8Vector> Utf8Vectors() {
  std::vector<Utf8Vector> vectors;
  for (const Row& row : Rows("utf8", "")) {
    vectors.push_back({row.fields.at(1), OctetsOf(row.fields.at(2)), std::stoul(row.fields.at(3))});
  }
  return vectors;
}

std::string Text(const l05::DecodedHeader& decoded) {
  if (decoded.violation) {
    return std::to_string(decoded.violation.code) + " " + decoded.violation.what;
  }
  if (decoded.size == 0) return "more";
  const l05::FrameHeader& header = decoded.header;
  std::ostringstream text;
  text << "size=" << decoded.size << " fin=" << header.fin << " rsv1=" << header.rsv1
       << " opcode=" << static_cast<int>(header.opcode) << " length=" << header.length;
  if (header.masked) text << " key=" << Hex(header.key);
  return text.str();
}

std::string Text(const l05::ClosePayload& close) {
  const std::string code = std::to_string(close.code);
  if (close.problem != nullptr) return "fails " + code + " " + close.problem;
  return close.reason.empty() ? code : code + " " + std::string(close.reason);
}

}  // namespace ws_test
