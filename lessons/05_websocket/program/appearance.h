// How messages are to be printed: the choice that the command line and the environment make.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_APPEARANCE_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_APPEARANCE_H_

namespace l05 {

/// What stands between two messages of the output, so that a program finds their ends again.
enum class Framing {
  kLines,    // a line feed behind each; a message with line feeds inside becomes several lines
  kRaw,      // nothing: the octets of the server, and no ends
  kNul,      // a zero octet behind each, as `xargs -0` reads them
  kLengths,  // before each its length: 4 octets, the highest first
  kJson,     // each event is one JSON object in a line of its own
};

/// Everything about the output that is a matter of taste.
struct Appearance {
  Framing framing = Framing::kLines;  // for programs; a terminal shows lines, or JSON
  bool timestamps = false;            // when each message came
  bool pretty = false;                // JSON messages indented
  bool colour = false;                // marks of a terminal in colour
  bool pings = false;                 // pings and pongs are shown, too
  bool greeting = false;              // "connected" is said
  bool prompt = true;                 // somebody must invite the next line, if a person types
};

/// Whether colours are wanted on a terminal: not if NO_COLOR is set and not empty
/// (https://no-color.org), and not if TERM says that the terminal has none.
bool ColourIsWelcome();

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_APPEARANCE_H_
