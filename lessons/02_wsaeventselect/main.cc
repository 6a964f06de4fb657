// The program of lesson 02.
#include <CLI/CLI.hpp>

#include "01_blocking/echo/connect.h"
#include "01_blocking/echo/serve.h"
#include "02_wsaeventselect/demo/demo.h"
#include "02_wsaeventselect/experiments/experiment.h"
#include "02_wsaeventselect/model/record_model.h"
#include "02_wsaeventselect/servers/grouped_server.h"
#include "02_wsaeventselect/servers/per_socket_server.h"
#include "02_wsaeventselect/servers/shared_event_server.h"
#include "02_wsaeventselect/servers/thread_group_server.h"
#include "02_wsaeventselect/winsock/startup.h"

namespace {

template <typename Server>
int Serve(const l01::Endpoint& local) {
  Server server(local);
  return l01::ServeUntilStopped(server);
}

int RunExperiment(const std::string& name) {
  if (name == "list") return l02::ListExperiments();
  if (name == "all") return l02::RunAllExperiments();
  return l02::RunExperiment(name);
}

}  // namespace

int main(int argc, char** argv) {
  support::CommandLine command_line("02_wsaeventselect",
                                    "Lesson 02: WSAEventSelect, real or emulated.");
  const l02::WinsockStartup winsock;
  command_line.SetDemo(l02::RunDemo);
  std::string loop = "grouped";
  command_line.AddServe([&loop](const support::ServeOptions& options) {
    const l01::Endpoint local = l01::ListenEndpoint(options);
    if (loop == "per-socket") return Serve<l02::PerSocketServer>(local);
    if (loop == "shared") return Serve<l02::SharedEventServer>(local);
    if (loop == "webrtc") return Serve<l02::WebRtcOrderServer>(local);
    if (loop == "threads") return Serve<l02::ThreadGroupServer>(local);
    return Serve<l02::GroupedServer>(local);
  });
  command_line.AddServeChoice("--loop", &loop,
                              {"per-socket", "shared", "webrtc", "grouped", "threads"},
                              "how sockets and events belong together");
  command_line.AddSubcommand("model", "what is recorded and latched, step by step",
                             l02::ShowRecordModel);
  std::string experiment;
  command_line
      .AddSubcommand("experiment", "put one belief of the web to the test; `list` names them",
                     [&experiment] { return RunExperiment(experiment); })
      .add_option("NAME", experiment, "an experiment, or list, or all")
      ->required();
  command_line.AddConnect(l01::RunConnect);
  return command_line.Run(argc, argv);
}
