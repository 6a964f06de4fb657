// What a terminal would obey is shown instead.
#include "05_websocket/frames/visible_text.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using l05::Layout;
using l05::VisibleOctets;
using l05::VisibleText;

TEST(VisibleText, LeavesOrdinaryTextAsItIs) {
  const std::string text =
      "plain, gr\xC3\xBC\xC3\x9F, \xE6\x97\xA5\xE6\x9C\xAC, \xF0\x9F\x98\x80 \\";
  EXPECT_EQ(VisibleText(text), text);
  EXPECT_EQ(VisibleText(""), "");
}

TEST(VisibleText, ShowsControlCharactersOfAscii) {
  EXPECT_EQ(VisibleText("\x1b]0;title\x07"), "\\x1b]0;title\\x07");
  EXPECT_EQ(VisibleText(std::string("\0\r\x7F", 3)), "\\x00\\x0d\\x7f");
}

// U+009B begins an escape sequence as ESC [ does, also as a single octet in an older terminal.
TEST(VisibleText, ShowsTheOtherControlCharacters) {
  EXPECT_EQ(VisibleText("\xC2\x9B!"), "\\xc2\\x9b!");
  EXPECT_EQ(VisibleText("\xC2\x80\xC2\x9F\xC2\xA0"), "\\xc2\\x80\\xc2\\x9f\xC2\xA0");
  EXPECT_EQ(VisibleText("\x9B!"), "\\x9b!");
}

TEST(VisibleText, ShowsWhatChangesTheWritingDirection) {
  EXPECT_EQ(VisibleText("\xE2\x80\xAE"), "\\xe2\\x80\\xae");  // U+202E, an override
  EXPECT_EQ(VisibleText("\xE2\x81\xA6"), "\\xe2\\x81\\xa6");  // U+2066, an isolate
  EXPECT_EQ(VisibleText("\xE2\x80\x8F"), "\\xe2\\x80\\x8f");  // U+200F, a mark
  EXPECT_EQ(VisibleText("\xD8\x9C"), "\\xd8\\x9c");           // U+061C, a mark
  EXPECT_EQ(VisibleText("\xE2\x80\xA8"), "\\xe2\\x80\\xa8");  // U+2028, a line end
}

TEST(VisibleText, ShowsWhatIsNoUtf8) {
  EXPECT_EQ(VisibleText("a\xFFz"), "a\\xffz");
  EXPECT_EQ(VisibleText("\xC0\x9B"), "\\xc0\\x9b");           // overlong
  EXPECT_EQ(VisibleText("\xED\xA0\x80"), "\\xed\\xa0\\x80");  // half of a pair
  EXPECT_EQ(VisibleText("\xE2\x80"), "\\xe2\\x80");           // cut
  EXPECT_EQ(VisibleText("\xE2\x1b[2J"), "\\xe2\\x1b[2J");     // cut by an escape
}

TEST(VisibleText, KeepsLineFeedsAndTabsOnlyWhereLinesMayStand) {
  EXPECT_EQ(VisibleText("a\n\tb"), "a\\x0a\\x09b");
  EXPECT_EQ(VisibleText("a\n\tb\r", Layout::kLines), "a\n\tb\\x0d");
  EXPECT_EQ(VisibleOctets("a\n\xC3\xBC", Layout::kLines), "a\n\\xc3\\xbc");
}

TEST(VisibleText, ChangesNothingMoreTheSecondTime) {
  std::string every;
  for (int octet = 0; octet < 256; ++octet) every += static_cast<char>(octet);
  EXPECT_EQ(VisibleText(VisibleText(every)), VisibleText(every));
  EXPECT_EQ(VisibleText(VisibleOctets(every)), VisibleOctets(every));
}

}  // namespace
