// The program of lesson 03.
#include <CLI/CLI.hpp>

#include "01_blocking/echo/connect.h"
#include "01_blocking/echo/serve.h"
#include "03_epoll/demo/demo.h"
#include "03_epoll/epoll/descriptor_limit.h"
#include "03_epoll/experiments/crowd.h"
#include "03_epoll/experiments/waveform.h"
#include "03_epoll/servers/edge_echo_server.h"
#include "03_epoll/servers/lean_echo_server.h"
#include "03_epoll/servers/level_echo_server.h"
#include "03_epoll/servers/one_shot_echo_server.h"
#include "03_epoll/servers/serve_alone.h"
#include "03_epoll/servers/server_group.h"

namespace {

constexpr int kMostThreads = 64;
constexpr int kMostClients = 1'000'000;

// One loop needs no shared port: then a port that is taken is an error, as it should be.
template <typename Server>
int Serve(const l01::Endpoint& local, int threads) {
  if (threads == 1) return l03::ServeAlone<Server>(local);
  l03::ServerGroup<Server> servers(local, threads);
  return l01::ServeUntilStopped(servers);
}

int ServeOneShot(const l01::Endpoint& local, int threads) {
  l03::OneShotEchoServer server(l01::ListenOn(local), threads);
  return l01::ServeUntilStopped(server);
}

void AddCrowd(support::CommandLine& command_line, l03::CrowdOptions& options) {
  CLI::App& crowd = command_line.AddSubcommand(
      "crowd", "many clients that connect and stay silent, until stdin ends",
      [&options] { return l03::RunCrowd(options); });
  crowd.add_option("HOST", options.host, "name or address")->required();
  crowd.add_option("PORT", options.port, "TCP port")
      ->required()
      ->check(support::DecimalNumber(1, 65535));
  crowd.add_option("COUNT", options.count, "how many")
      ->required()
      ->check(support::DecimalNumber(0, kMostClients));
  crowd.add_flag("--greet", options.greet, "each says hello and waits for the echo");
}

}  // namespace

int main(int argc, char** argv) {
  support::CommandLine command_line("03_epoll", "Lesson 03: epoll, level and edge.");
  std::string trigger = "level";
  int threads = 1;
  l03::CrowdOptions crowd;
  command_line.SetDemo(l03::RunDemo);
  command_line.AddServe([&](const support::ServeOptions& options) {
    l03::RaiseDescriptorLimit();
    const l01::Endpoint local = l01::ListenEndpoint(options);
    if (trigger == "edge") return Serve<l03::EdgeEchoServer>(local, threads);
    if (trigger == "lean") return Serve<l03::LeanEchoServer>(local, threads);
    if (trigger == "oneshot") return ServeOneShot(local, threads);
    return Serve<l03::LevelEchoServer>(local, threads);
  });
  command_line.AddServeChoice("--trigger", &trigger, {"level", "edge", "lean", "oneshot"},
                              "how epoll reports readiness; lean: edge, with less comfort");
  command_line.app()
      .get_subcommand("serve")
      ->add_option(
          "--threads", threads,
          "level, edge, lean: loops that share the port; oneshot: workers that share one epoll")
      ->check(support::DecimalNumber(1, kMostThreads))
      ->type_name("N")
      ->capture_default_str();
  AddCrowd(command_line, crowd);
  command_line.AddSubcommand("waveform", "level, edge and one-shot, recorded and drawn",
                             l03::ShowWaveformAlone);
  command_line.AddConnect(l01::RunConnect);
  return command_line.Run(argc, argv);
}
