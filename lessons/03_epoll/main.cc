// The program of lesson 03.
#include "01_blocking/connect.h"
#include "01_blocking/serve.h"
#include "03_epoll/demo.h"
#include "03_epoll/edge_echo_server.h"
#include "03_epoll/level_echo_server.h"

int main(int argc, char** argv) {
  support::CommandLine command_line("03_epoll", "Lesson 03: epoll, level and edge.");
  std::string trigger = "level";
  command_line.SetDemo(l03::RunDemo);
  command_line.AddServe([&trigger](const support::ServeOptions& options) {
    const l01::Endpoint local = l01::ListenEndpoint(options);
    if (trigger == "edge") {
      l03::EdgeEchoServer server(local);
      return l01::ServeUntilStopped(server);
    }
    l03::LevelEchoServer server(local);
    return l01::ServeUntilStopped(server);
  });
  command_line.AddServeChoice("--trigger", &trigger, {"level", "edge"},
                              "how epoll reports readiness");
  command_line.AddConnect(l01::RunConnect);
  return command_line.Run(argc, argv);
}
