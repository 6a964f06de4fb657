// Text to troff (man 7 man).
#include "support/manual_page.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <sstream>

#include "support/command_words.h"

namespace support {
namespace {

// A backslash is troff's escape character, a hyphen would be typeset as a dash that nobody can copy
// into a shell, and a line that begins with a dot is a command.
std::string Troff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool line_start = out.empty() || out.back() == '\n';
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string OptionText(const CLI::Option& option) {
  std::string head;
  for (const std::string& flag : FlagsOf(option)) {
    head += (head.empty() ? "\\fB" : ", \\fB") + Troff(flag) + "\\fR";
  }
  if (head.empty()) head = "\\fI" + Troff(option.get_name(true)) + "\\fR";
  const std::string value = ValueOf(option);
  if (!value.empty() && !FlagsOf(option).empty()) head += " \\fI" + Troff(value) + "\\fR";
  std::string text = ".TP\n" + head + "\n" + Troff(option.get_description()) + "\n";
  std::string choices;
  for (const std::string& choice : ChoicesOf(option))
    choices += (choices.empty() ? "" : ", ") + choice;
  if (!choices.empty()) text += "One of: " + Troff(choices) + ".\n";
  const std::string standard = option.get_default_str();
  if (!standard.empty()) text += "Without it: " + Troff(standard) + ".\n";
  return text;
}

// The groups in the order of their first option.
std::string OptionsText(const CLI::App& app) {
  std::vector<std::string> groups;
  for (const CLI::Option* option : OptionsOf(app)) {
    const std::string& group = option->get_group();
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
  }
  std::string text;
  for (const std::string& group : groups) {
    if (app.get_parent() == nullptr) text += ".SS " + Troff(group) + "\n";
    for (const CLI::Option* option : OptionsOf(app)) {
      if (option->get_group() == group) text += OptionText(*option);
    }
  }
  return text;
}

std::string FooterText(const std::string& footer) {
  std::istringstream lines(footer);
  std::string text;
  bool open = false;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.front() != ' ') {
      if (!line.empty() && line.back() == ':') line.pop_back();
      text += std::string(open ? ".fi\n" : "") + ".SH " + Upper(Troff(line)) + "\n.nf\n";
      open = true;
    } else if (!line.empty()) {
      text += Troff(line) + "\n";
    }
  }
  return open ? text + ".fi\n" : text;
}

}  // namespace

std::string ManualPage(const CLI::App& app, const std::string& version) {
  const std::string& name = app.get_name();
  const std::string summary = app.get_description();
  std::string text = ".TH " + Upper(Troff(name)) + " 1 \"\" \"" + Troff(version) + "\"\n";
  text +=
      ".SH NAME\n" + Troff(name) + " \\- " + Troff(summary.substr(0, summary.find('\n'))) + "\n";
  text += ".SH SYNOPSIS\n.B " + Troff(name) + "\n[options] URL\n";
  std::string commands;
  ForEachCommand(app, [&](const std::string& path, const CLI::App& command) {
    if (path.empty()) return;
    text += ".br\n.B " + Troff(name + path) + "\n[options]\n";
    commands += ".SS " + Troff(path.substr(1)) + "\n" + Troff(command.get_description()) + "\n" +
                OptionsText(command);
  });
  text += ".SH DESCRIPTION\n" + Troff(summary) + "\n.SH OPTIONS\n" + OptionsText(app);
  if (!commands.empty()) text += ".SH COMMANDS\n" + commands;
  return text + FooterText(app.get_footer());
}

}  // namespace support
