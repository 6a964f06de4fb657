// A completion script for bash, made from the definitions of a command line.
#ifndef LESSONS_SUPPORT_SHELL_COMPLETION_H_
#define LESSONS_SUPPORT_SHELL_COMPLETION_H_

#include <string>

namespace CLI {
class App;
}

namespace support {

/// The script; `source <(program --completion)` makes the Tab key complete options, commands, the
/// values of options that accept only some, and file names where FILE is wanted.
std::string BashCompletion(const CLI::App& app);

}  // namespace support

#endif  // LESSONS_SUPPORT_SHELL_COMPLETION_H_
