// The program of lesson 05.
#include <CLI/CLI.hpp>
#include <string>
#include <utility>

#include "01_blocking/winsock_session.h"
#include "05_websocket/demo.h"
#include "05_websocket/run_client.h"
#include "support/command_line.h"

namespace {

bool IsAddress(const std::string& text) {
  return text.starts_with("ws://") || text.starts_with("wss://");
}

// `--protoo METHOD JSON URL` reads naturally and `--protoo METHOD URL JSON` too: the one that is an
// address is the address.
void FindTheUrl(l05::ClientArguments* arguments) {
  if (IsAddress(arguments->json)) std::swap(arguments->url, arguments->json);
  if (!arguments->json.empty() && arguments->method.empty()) {
    throw support::UsageError("'" + arguments->json + "' is one argument too many");
  }
}

int RunClientOrDemo(l05::ClientArguments arguments) {
  FindTheUrl(&arguments);
  const bool options =
      arguments.verbose || !arguments.method.empty() || !arguments.subprotocols.empty();
  if (arguments.url.empty() && options) throw support::UsageError("URL is required");
  return arguments.url.empty() ? l05::RunDemo() : l05::RunClient(arguments);
}

void AddClientOptions(CLI::App* app, l05::ClientArguments* arguments) {
  app->add_option("URL", arguments->url, "ws://host[:port]/path: lines go out as text messages");
  app->add_option("JSON", arguments->json, "with --protoo: the data of the request, an object");
  app->add_option("--protoo", arguments->method, "send one protoo request and print its response")
      ->type_name("METHOD");
  app->add_option("--subprotocol", arguments->subprotocols, "offer this subprotocol")
      ->type_name("P")
      ->expected(1);
  app->add_flag("-v,--verbose", arguments->verbose, "show handshake and frames on standard error");
}

void AddPeer(support::CommandLine* command_line, support::ServeOptions* peer) {
  CLI::App& command =
      command_line->AddSubcommand("peer", "the embedded WebSocket and protoo server, until Ctrl-C",
                                  [peer] { return l05::RunPeer(peer->bind, peer->port); });
  command.add_option("--port", peer->port, "TCP port; 0 picks a free one")
      ->type_name("N")
      ->required();
  command.add_option("--bind", peer->bind, "address to listen on")
      ->type_name("A")
      ->capture_default_str();
}

}  // namespace

int main(int argc, char** argv) {
  const l01::WinsockSession winsock;  // before everything that owns a socket
  support::CommandLine command_line("05_websocket",
                                    "Lesson 05: a WebSocket client that speaks protoo.");
  l05::ClientArguments arguments;
  support::ServeOptions peer;
  AddClientOptions(&command_line.app(), &arguments);
  AddPeer(&command_line, &peer);
  command_line.SetDemo([&arguments] { return RunClientOrDemo(arguments); });
  return command_line.Run(argc, argv);
}
