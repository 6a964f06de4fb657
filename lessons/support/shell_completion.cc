// One shell function: it finds out which command is meant, then offers that command's words.
#include "support/shell_completion.h"

#include <CLI/CLI.hpp>
#include <string_view>

#include "support/command_words.h"

namespace support {
namespace {

void AppendWords(std::string* list, const std::vector<std::string>& words) {
  for (const std::string& word : words) *list += (list->empty() ? "" : " ") + word;
}

std::string Joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(between)) + word;
  return text;
}

// "    --backend) ... ;;": what may follow this option.
std::string ValueCase(const CLI::Option& option) {
  if (FlagsOf(option).empty() || option.get_items_expected_max() == 0) return {};
  std::string reply = "COMPREPLY=()";
  if (const auto choices = ChoicesOf(option); !choices.empty()) {
    reply = "COMPREPLY=($(compgen -W '" + Joined(choices, " ") + "' -- \"$word\"))";
  } else if (ValueOf(option) == "FILE") {
    reply = "COMPREPLY=($(compgen -f -- \"$word\"))";
  }
  return "    " + Joined(FlagsOf(option), "|") + ") " + reply + "; return ;;\n";
}

// What may stand where a word of this command begins. The options of the program may stand behind
// each of its commands, too.
std::string WordsOf(const CLI::App& app) {
  std::string words;
  for (const CLI::App* level = &app; level != nullptr; level = level->get_parent()) {
    for (const CLI::Option* option : OptionsOf(*level)) {
      if (!FlagsOf(*option).empty()) {
        AppendWords(&words, FlagsOf(*option));
      } else if (level == &app) {
        AppendWords(&words, ChoicesOf(*option));
      }
    }
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    AppendWords(&words, {command->get_name()});
  }
  return words;
}

}  // namespace

std::string BashCompletion(const CLI::App& app) {
  std::vector<std::string> paths;
  std::string values;
  std::string words;
  ForEachCommand(app, [&](const std::string& path, const CLI::App& command) {
    if (!path.empty()) paths.push_back("'" + path + "'");
    for (const CLI::Option* option : OptionsOf(command)) values += ValueCase(*option);
    words += "    '" + path + "') words='" + WordsOf(command) + "' ;;\n";
  });
  const std::string& name = app.get_name();
  return "# Completion of " + name + " for bash: source <(" + name + " --completion)\n_" + name +
         "() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local command='' words='' part\n"
         "  case $before in\n" +
         values +
         "  esac\n"
         "  for part in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    case \"$command $part\" in " +
         Joined(paths, "|") +
         ") command=\"$command $part\" ;; esac\n"
         "  done\n"
         "  case $command in\n" +
         words +
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
         "}\n"
         "complete -o filenames -F _" +
         name + " " + name + "\n";
}

}  // namespace support
