// The program of lesson 04.
#include "01_blocking/echo/connect.h"
#include "01_blocking/echo/serve.h"
#include "02_wsaeventselect/winsock/startup.h"
#include "04_dispatcher/demo/demo.h"
#include "04_dispatcher/loop/backend.h"
#include "04_dispatcher/servers/serve.h"

int main(int argc, char** argv) {
  support::CommandLine command_line("04_dispatcher",
                                    "Lesson 04: dispatchers and signals over epoll or Winsock.");
  const l02::WinsockStartup winsock;
  std::string backend = ToString(l04::DefaultBackend());
  std::string groups = std::to_string(l04::kMostGroups);
  command_line.SetDemo(l04::RunDemo);
  command_line.AddServe([&backend, &groups](const support::ServeOptions& options) {
    return l04::Serve(l01::ListenEndpoint(options), backend, std::stoul(groups));
  });
  command_line.AddServeChoice("--backend", &backend, l04::ServeChoices(),
                              "the readiness model; lean: epoll, with less comfort");
  command_line.AddServeChoice("--groups", &groups, {"1", groups},
                              "event objects of wsa; 1 is WebRTC's way");
  command_line.AddConnect(l01::RunConnect);
  return command_line.Run(argc, argv);
}
