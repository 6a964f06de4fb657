// What a message costs lesson 02's servers in calls of Winsock, against the number of clients.
//
//   growth_winsock_calls shared|grouped CLIENTS
//
// prints the calls of one message: WSAEventSelect and WSAEnumNetworkEvents together.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "02_wsaeventselect/servers/grouped_server.h"
#include "02_wsaeventselect/servers/message_cost.h"
#include "02_wsaeventselect/servers/shared_event_server.h"
#include "02_wsaeventselect/winsock/startup.h"

namespace {

template <typename Server>
int Print(std::size_t clients) {
  const l02::CallCounts counts = l02::MeasureMessages<Server>(clients);
  std::printf("%.2f\n",
              static_cast<double>(counts.selects + counts.enums) / l02::kMeasuredMessages);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const l02::WinsockStartup winsock;
  const std::string server = argc == 3 ? argv[1] : "";
  const std::size_t clients = argc == 3 ? std::strtoul(argv[2], nullptr, 10) : 0;
  if (server == "shared") return Print<l02::SharedEventServer>(clients);
  if (server == "grouped") return Print<l02::GroupedServer>(clients);
  std::fprintf(stderr, "usage: growth_winsock_calls shared|grouped CLIENTS\n");
  return 2;
}
