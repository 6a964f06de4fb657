// A line for a person, or octets as they are for a program.
#include "05_websocket/program/console.h"

#include <chrono>
#include <cstdint>

#include "01_blocking/echo/stdio_stream.h"
#include "05_websocket/client/frame_text.h"
#include "05_websocket/frames/visible_text.h"
#include "05_websocket/program/indented_json.h"
#include "05_websocket/program/terminal.h"
#include "05_websocket/program/time_text.h"
#include "support/standard_streams.h"

namespace l05 {
namespace {

constexpr std::string_view kPrompt = "> ";
constexpr std::string_view kClearLine = "\r\x1b[K";  // to the first column, erase to the end
constexpr std::string_view kCyan = "\x1b[36m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string LengthPrefix(std::size_t size) {
  std::string octets;
  for (int shift = 24; shift >= 0; shift -= 8) octets += static_cast<char>(size >> shift & 0xFF);
  return octets;
}

}  // namespace

Console::Console(Sink write, const Appearance& appearance)
    : Console(InputIsTerminal(), OutputIsTerminal(), appearance) {
  write_ = std::move(write);
  l01::UseBinaryStandardStreams();
}

std::string Console::Text(Opcode opcode, std::string_view payload) const {
  if (!output_is_terminal_) return PipeText(opcode, payload);
  if (opcode != Opcode::kText) return Mark('<') + VisibleOctets(payload, Layout::kLines) + '\n';
  const std::string text = appearance_.pretty ? IndentedJson(payload) : std::string(payload);
  return Mark('<') + VisibleText(text, Layout::kLines) + '\n';
}

std::string Console::PipeText(Opcode opcode, std::string_view payload) const {
  if (appearance_.framing == Framing::kRaw) return std::string(payload);
  if (appearance_.framing == Framing::kNul) return std::string(payload) + '\0';
  if (appearance_.framing == Framing::kLengths) {
    return LengthPrefix(payload.size()) + std::string(payload);
  }
  std::string text;
  if (appearance_.timestamps) text = TimeStamp(std::chrono::system_clock::now()) + ' ';
  if (appearance_.pretty && opcode == Opcode::kText) return text + IndentedJson(payload) + '\n';
  return text.append(payload) + '\n';
}

// "< ", behind the time if it is wanted.
std::string Console::Mark(char mark) const {
  std::string text;
  if (appearance_.timestamps) text = TimeStamp(std::chrono::system_clock::now()) + ' ';
  text += mark;
  if (appearance_.colour) text = std::string(kCyan) + text + std::string(kPlain);
  return text + ' ';
}

void Console::OnConnected(const Connected& connected) {
  if (!appearance_.greeting || !output_is_terminal_) return;
  std::string text = "connected to " + connected.url;
  if (!connected.subprotocol.empty()) text += ", " + VisibleText(connected.subprotocol);
  Note(text + (connected.compressed ? ", compressed" : ""));
}

void Console::OnMessage(Opcode opcode, std::string_view payload) {
  Print(Text(opcode, payload));
}

void Console::OnControl(Opcode opcode, std::string_view payload) {
  if (appearance_.pings) Note(FrameText(opcode, payload));
}

// What is no message does not belong among the messages of a pipe.
void Console::Note(const std::string& text) {
  if (output_is_terminal_) return Print(Mark('*') + text + '\n');
  support::WriteStandardError("05_websocket: " + text + '\n');
}

// The text takes the place of the prompt, which then comes again below it.
void Console::Print(const std::string& text) {
  write_(prompted_ ? std::string(kClearLine) + text : text);
  if (prompted_) write_(kPrompt);
}

void Console::Prompt() {
  if (!appearance_.prompt || !input_is_terminal_ || !output_is_terminal_) return;
  prompted_ = true;
  write_(kPrompt);
}

void Console::EndPrompt() {
  if (prompted_) write_("\n");
  prompted_ = false;
}

}  // namespace l05
