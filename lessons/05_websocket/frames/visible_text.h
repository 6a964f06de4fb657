// What a stranger wrote, made safe for the terminal of a person.
//
// A terminal obeys some of what it is sent: an escape sequence changes the window's title or hides
// what follows, and an override of the writing direction makes a text read as another one. A server
// chooses its close reasons, status lines, header values and error messages, so none of them may
// reach a terminal as it came. Every text of this lesson for people goes through here, and nothing
// else decides what is safe.
#ifndef LESSONS_05_WEBSOCKET_FRAMES_VISIBLE_TEXT_H_
#define LESSONS_05_WEBSOCKET_FRAMES_VISIBLE_TEXT_H_

#include <string>
#include <string_view>

namespace l05 {

/// What becomes of line feeds and tabs.
enum class Layout {
  kOneLine,  // shown as \x0a and \x09: a report is one line, whatever the server put into it
  kLines,    // they stay
};

/// `text` with everything that a terminal would obey as `\xNN`, octet by octet: control characters,
/// ASCII's and U+0080 to U+009F, what changes the writing direction, and what is no UTF-8. Applied
/// twice it changes nothing more.
std::string VisibleText(std::string_view text, Layout layout = Layout::kOneLine);

/// The same for octets that are no text: everything but printable ASCII becomes `\xNN`.
std::string VisibleOctets(std::string_view octets, Layout layout = Layout::kOneLine);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_FRAMES_VISIBLE_TEXT_H_
