#include "tests/contract/servers.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace contract {

std::vector<ServerCommand> ReadServers() {
  // ./lab check names a file with the learner's server in it.
  const char* const other = std::getenv("NETLADDER_CONTRACT_SERVERS");
  std::ifstream file(other != nullptr ? other : NETLADDER_CONTRACT_SERVERS);
  std::vector<ServerCommand> servers;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    ServerCommand server;
    words >> server.name;
    for (std::string word; words >> word;) server.argv.push_back(word);
    servers.push_back(server);
  }
  if (servers.empty()) {
    throw std::runtime_error("no servers in " NETLADDER_CONTRACT_SERVERS);
  }
  return servers;
}

}  // namespace contract
