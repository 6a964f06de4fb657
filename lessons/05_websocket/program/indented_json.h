// JSON for a person: one member in a line, indented.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_INDENTED_JSON_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_INDENTED_JSON_H_

#include <string>
#include <string_view>

namespace l05 {

/// `text` with line feeds and blanks between its parts if it is a JSON object or array, else as it
/// is. Only blanks are changed. Reading the values and writing them again would change them: a
/// number of 25 digits comes back with 17, and of two members with one name only one.
std::string IndentedJson(std::string_view text);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_INDENTED_JSON_H_
