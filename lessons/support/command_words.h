// What a command line parser knows about itself, as the words that people and shells need.
//
// A manual page and a completion script that somebody keeps by hand are wrong after the next
// option. So both are made from the same definitions that parse the command line, here and nowhere
// else.
#ifndef LESSONS_SUPPORT_COMMAND_WORDS_H_
#define LESSONS_SUPPORT_COMMAND_WORDS_H_

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace support {

/// The flags of an option as they are typed, short ones first: "-q", "--quiet". Empty for a
/// positional argument.
std::vector<std::string> FlagsOf(const CLI::Option& option);

/// The values that an option accepts, if it accepts only some: "epoll", "wsa".
std::vector<std::string> ChoicesOf(const CLI::Option& option);

/// The value's name without the list of choices: "SECONDS"; empty for a flag.
std::string ValueOf(const CLI::Option& option);

/// Calls `visit` for `app` and each of its subcommands, with the words that lead there: "", "
/// peer", " peer listen".
void ForEachCommand(const CLI::App& app,
                    const std::function<void(const std::string& path, const CLI::App&)>& visit);

/// The options of one command that are to be shown, in their order.
std::vector<const CLI::Option*> OptionsOf(const CLI::App& app);

}  // namespace support

#endif  // LESSONS_SUPPORT_COMMAND_WORDS_H_
