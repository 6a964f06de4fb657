// The head of an HTTP message, read from a TCP stream: a first line, header fields, a blank line.
//
// TCP has no message boundaries. A response may arrive one octet at a time, and the first WebSocket
// frame often arrives in the same read as the end of the head. So the parser takes whatever came,
// keeps what is unfinished, and says exactly how many octets belonged to the head (rules R5, R9).
// It fails at the first octet that cannot be right, and it never stores more than its limit.
#ifndef LESSONS_05_WEBSOCKET_HANDSHAKE_HTTP_HEAD_H_
#define LESSONS_05_WEBSOCKET_HANDSHAKE_HTTP_HEAD_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace l05 {

/// One header field.
struct HttpHeader {
  std::string name;   // as it was sent; compare it without regard to case
  std::string value;  // without blanks at its ends
};

/// A finished head.
struct HttpHead {
  std::string start_line;           // status line or request line
  std::vector<HttpHeader> headers;  // in the order of arrival, duplicates included

  /// How many fields have this name.
  std::size_t Count(std::string_view name) const;
  /// The value of the first field of this name, or null.
  const std::string* Find(std::string_view name) const;
  /// The values of all fields of this name, joined by commas: one list may be split over several
  /// fields (RFC 9110 §5.3).
  std::string Joined(std::string_view name) const;
  /// All elements of the comma lists in all fields of this name, trimmed, empty ones left out.
  std::vector<std::string> List(std::string_view name) const;
};

/// ASCII comparison without regard to case: field names and some values are defined that way.
bool EqualsIgnoringCase(std::string_view a, std::string_view b);

/// Takes blanks and tabs off both ends ("optional whitespace", RFC 9110 §5.6.3).
std::string_view TrimBlanks(std::string_view text);

/// Whether `text` is a token (RFC 9110 §5.6.2), which field names and subprotocols must be.
bool IsToken(std::string_view text);

/// What to do with a line that begins with a blank and so continues the one before ("obs-fold").
enum class Folds {
  kRefuse,  // a server: proxies disagree about such a line, which smugglers make use of
  kJoin,    // a client must put one blank in its place (RFC 9112 §5.2)
};

/// Reads one head. Make a new one for the next message.
class HttpHeadParser {
 public:
  /// The default limit of the head's size in octets.
  static constexpr std::size_t kDefaultLimit = 16 * 1024;

  /// What the parser knows so far.
  enum class Status {
    kNeedMore,  // everything was taken and the blank line has not come yet
    kComplete,  // head() is there; octets after `*consumed` are not part of it
    kFailed,    // error() says why; final
  };

  /// `start` is what the first line must begin with, such as "HTTP/1.": a server that speaks
  /// another protocol is then recognised at its first octet. May be empty.
  explicit HttpHeadParser(std::string start, std::size_t limit = kDefaultLimit,
                          Folds folds = Folds::kRefuse);

  /// Takes the next octets. `*consumed` receives how many of them belonged to the head.
  Status Feed(std::string_view octets, std::size_t* consumed);

  /// The head, once Feed returned kComplete; before that, its complete lines.
  const HttpHead& head() const { return head_; }
  /// What is wrong, once Feed returned kFailed.
  const std::string& error() const { return error_; }

 private:
  Status TakeOctet(char c);
  Status FinishLine();
  Status AddHeader();
  bool ContinuesAHeader() const;
  void JoinFold();
  Status Fail(std::string what);

  std::string start_;                  // required beginning of the first line
  std::size_t limit_;                  // most octets the head may have
  std::size_t taken_ = 0;              // octets of the head so far
  Folds folds_;                        // what becomes of folded lines
  Status status_ = Status::kNeedMore;  // kComplete and kFailed are final
  bool in_headers_ = false;            // the first line is done
  std::string line_;                   // the unfinished line, CR included
  HttpHead head_;                      // what is finished
  std::string error_;                  // why it failed
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_HANDSHAKE_HTTP_HEAD_H_
