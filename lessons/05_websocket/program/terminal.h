// Is there a person behind a standard stream? One answer per system.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_TERMINAL_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_TERMINAL_H_

namespace l05 {

/// Whether standard input is a terminal (man 3 isatty; on Windows _isatty).
bool InputIsTerminal();
/// Whether standard output is a terminal.
bool OutputIsTerminal();

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_TERMINAL_H_
