// Is there a person behind a standard stream? One answer per system.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_TERMINAL_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_TERMINAL_H_

#include <string_view>

namespace l05 {

/// Whether standard input is a terminal (man 3 isatty; on Windows _isatty).
bool InputIsTerminal();
/// Whether standard output is a terminal.
bool OutputIsTerminal();
/// Whether standard error is a terminal.
bool ErrorIsTerminal();
/// Writes to the terminal behind standard input, wherever standard output goes.
void WriteToTerminal(std::string_view text);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_TERMINAL_H_
