// A line for a person, or octets as they are for a program.
#include "05_websocket/program/console.h"

#include <span>

#include "01_blocking/echo/stdio_stream.h"
#include "05_websocket/frames/visible_text.h"
#include "05_websocket/program/terminal.h"

namespace l05 {
namespace {

constexpr std::string_view kPrompt = "> ";
constexpr std::string_view kClearLine = "\r\x1b[K";  // to the first column, erase to the end

void Write(std::string_view text) {
  l01::WriteStandardOutput(std::as_bytes(std::span(text.data(), text.size())));
}

}  // namespace

Console::Console() : Console(InputIsTerminal(), OutputIsTerminal()) {
  l01::UseBinaryStandardStreams();
}

std::string Console::Text(Opcode opcode, std::string_view payload) const {
  if (!output_is_terminal_) return std::string(payload) + '\n';
  return "< " +
         (opcode == Opcode::kText ? VisibleText(payload, Layout::kLines)
                                  : VisibleOctets(payload, Layout::kLines)) +
         '\n';
}

void Console::Print(Opcode opcode, std::string_view payload) {
  // The message takes the place of the prompt, which then comes again below it.
  Write(prompted_ ? std::string(kClearLine) + Text(opcode, payload) : Text(opcode, payload));
  if (prompted_) Write(kPrompt);
}

void Console::Prompt() {
  if (!input_is_terminal_ || !output_is_terminal_) return;
  prompted_ = true;
  Write(kPrompt);
}

void Console::EndPrompt() {
  if (prompted_) Write("\n");
  prompted_ = false;
}

}  // namespace l05
