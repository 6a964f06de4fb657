// A manual page for `man`, made from the definitions of a command line.
#ifndef LESSONS_SUPPORT_MANUAL_PAGE_H_
#define LESSONS_SUPPORT_MANUAL_PAGE_H_

#include <string>

namespace CLI {
class App;
}

namespace support {

/// The page in the language of man(7): options by groups, commands, and the footer of --help, whose
/// lines that begin in the first column are its headings. `version` stands at the foot.
std::string ManualPage(const CLI::App& app, const std::string& version);

}  // namespace support

#endif  // LESSONS_SUPPORT_MANUAL_PAGE_H_
