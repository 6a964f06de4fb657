// What a person sees on a terminal, and what a program gets through a pipe.
#include "05_websocket/program/console.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using l05::Console;
using l05::Opcode;

TEST(Console, PassesOctetsThroughAPipeAsTheyAre) {
  const Console pipe(false, false);
  const std::string octets("\x1b]0;title\x07\0\xFF\r", 13);
  EXPECT_EQ(pipe.Text(Opcode::kText, octets), octets + "\n");
  EXPECT_EQ(pipe.Text(Opcode::kBinary, octets), octets + "\n");
}

// A server must not be able to send commands to the user's terminal.
TEST(Console, ShowsControlCharactersOnATerminalInsteadOfObeyingThem) {
  const Console terminal(true, true);
  EXPECT_EQ(terminal.Text(Opcode::kText, "\x1b[2Jhidden\r\n"), "< \\x1b[2Jhidden\\x0d\n\n");
  EXPECT_EQ(terminal.Text(Opcode::kText,
                          "\xC2\x9B"
                          "2J\x7f"),
            "< \\xc2\\x9b"
            "2J\\x7f\n");
}

TEST(Console, ShowsTextAsItIsAndBinaryOctetsAsHexadecimal) {
  const Console terminal(true, true);
  EXPECT_EQ(terminal.Text(Opcode::kText, "gr\xC3\xBC\xC3\x9F"), "< gr\xC3\xBC\xC3\x9F\n");
  EXPECT_EQ(terminal.Text(Opcode::kBinary, "a\xC3\xBC"), "< a\\xc3\\xbc\n");
}

// A log from a terminal session is cut short, a message is not.
TEST(Console, ShowsTheWholeMessage) {
  const Console terminal(true, true);
  EXPECT_EQ(terminal.Text(Opcode::kText, std::string(5000, 'x')).size(), 5003U);
}

}  // namespace
