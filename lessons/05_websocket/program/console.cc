// A line for a person, or octets as they are for a program.
#include "05_websocket/program/console.h"

#include "01_blocking/echo/stdio_stream.h"
#include "05_websocket/frames/visible_text.h"
#include "05_websocket/program/terminal.h"

namespace l05 {
namespace {

constexpr std::string_view kPrompt = "> ";
constexpr std::string_view kClearLine = "\r\x1b[K";  // to the first column, erase to the end

}  // namespace

Console::Console(Sink write, bool raw) : Console(InputIsTerminal(), OutputIsTerminal()) {
  write_ = std::move(write);
  raw_ = raw;
  l01::UseBinaryStandardStreams();
}

std::string Console::Text(Opcode opcode, std::string_view payload) const {
  if (!output_is_terminal_) return std::string(payload) + (raw_ ? "" : "\n");
  return "< " +
         (opcode == Opcode::kText ? VisibleText(payload, Layout::kLines)
                                  : VisibleOctets(payload, Layout::kLines)) +
         '\n';
}

void Console::Print(Opcode opcode, std::string_view payload) {
  // The message takes the place of the prompt, which then comes again below it.
  write_(prompted_ ? std::string(kClearLine) + Text(opcode, payload) : Text(opcode, payload));
  if (prompted_) write_(kPrompt);
}

void Console::Prompt() {
  if (!input_is_terminal_ || !output_is_terminal_) return;
  prompted_ = true;
  write_(kPrompt);
}

void Console::EndPrompt() {
  if (prompted_) write_("\n");
  prompted_ = false;
}

}  // namespace l05
