// Which servers the contract suite speaks to.
#ifndef TESTS_CONTRACT_SERVERS_H_
#define TESTS_CONTRACT_SERVERS_H_

#include <ostream>
#include <string>
#include <vector>

namespace contract {

/// One server: a name for the test and the command without --port and --bind.
struct ServerCommand {
  std::string name;               // "lesson03_edge"
  std::vector<std::string> argv;  // the program and its arguments

  friend void PrintTo(const ServerCommand& server, std::ostream* out) { *out << server.name; }
};

/// Reads the list that the build wrote. @throws std::runtime_error if there is none.
std::vector<ServerCommand> ReadServers();

}  // namespace contract

#endif  // TESTS_CONTRACT_SERVERS_H_
