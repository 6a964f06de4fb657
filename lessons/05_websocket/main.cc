// The program of lesson 05: what may stand on its command line.
#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

#include "01_blocking/sockets/winsock_session.h"
#include "05_websocket/demo/demo.h"
#include "05_websocket/handshake/uri.h"
#include "05_websocket/program/autobahn.h"
#include "05_websocket/program/bench.h"
#include "05_websocket/program/flags.h"
#include "05_websocket/program/run_client.h"
#include "05_websocket/program/run_peer.h"
#include "support/command_line.h"
#include "support/manual_page.h"
#include "support/shell_completion.h"

namespace {

constexpr const char* kVersion = "05_websocket (netladder) 1.0";

using l05::ClientArguments;
using support::CommandLine;

// `--protoo METHOD JSON URL` reads naturally and `--protoo METHOD URL JSON` too: the one that is an
// address is the address.
void FindTheUrl(ClientArguments* arguments) {
  if (l05::IsWebSocketAddress(arguments->json)) std::swap(arguments->url, arguments->json);
  if (!arguments->json.empty() && arguments->method.empty()) {
    throw support::UsageError("'" + arguments->json + "' is one argument too many");
  }
}

// The demo is what runs without any argument, so an option without an address is a mistake.
int RunClientOrDemo(const CLI::App& app, ClientArguments arguments) {
  FindTheUrl(&arguments);
  bool options = false;
  for (const CLI::Option* option : app.get_options()) {
    options = options || (option->count() > 0 && !option->check_lname("trace"));
  }
  if (arguments.url.empty() && options) throw support::UsageError("URL is required");
  return arguments.url.empty() ? l05::RunDemo() : l05::RunClient(arguments);
}

CLI::App& AddCommand(CommandLine* command_line, ClientArguments* client, const std::string& name,
                     const std::string& help, std::function<int()> run) {
  // What a subcommand does not know goes up to the client's options, and a surplus word would
  // become the client's URL.
  const auto checked = [client, name, run = std::move(run)] {
    if (!client->url.empty()) {
      throw support::UsageError(name + ": '" + client->url + "' is one argument too many");
    }
    return run();
  };
  return command_line->AddSubcommand(name, help, checked);
}

void AddPeer(CommandLine* command_line, ClientArguments* client, l05::PeerArguments* peer) {
  CLI::App& command =
      AddCommand(command_line, client, "peer", "the embedded echo and protoo server, until Ctrl-C",
                 [peer] { return l05::RunPeer(*peer); });
  command.add_option("--port", peer->where.port, "TCP port; 0 picks a free one")
      ->check(support::DecimalNumber(0, 65535))
      ->type_name("N")
      ->required();
  command.add_option("--bind", peer->where.bind, "address to listen on")
      ->type_name("A")
      ->capture_default_str();
  CLI::Option* const tls =
      command.add_flag("--tls", peer->tls,
                       "wss, with a certificate made on the spot; clients need --insecure or --ca");
  command
      .add_option("--cert-out", peer->cert_out, "write that certificate here, for --ca of clients")
      ->type_name("FILE")
      ->needs(tls);
  command.require_subcommand(0, 1);
  command
      .add_subcommand("listen",
                      "talk to whoever connects: lines go to all clients, and messages of "
                      "clients come out as lines")
      ->fallthrough()
      ->callback([peer] { peer->listen = true; });
}

// Made from the options above, so they cannot fall behind them.
void AddDocuments(CLI::App* app) {
  app->footer(l05::HelpFooter());
  app->set_version_flag("--version", kVersion, "print the version and exit");
  app->add_flag_callback(
      "--man", [app] { throw CLI::CallForVersion(support::ManualPage(*app, kVersion), 0); },
      "print the manual page: 05_websocket --man | man -l -");
  app->add_flag_callback(
      "--completion", [app] { throw CLI::CallForVersion(support::BashCompletion(*app), 0); },
      "print the completion for bash: source <(05_websocket --completion)");
}

// What the subcommands of the client were given.
struct CommandArguments {
  std::string url;            // where to connect
  l05::BenchArguments bench;  // what to measure
  std::string agent;          // the client's name in the report
};

void AddBench(CommandLine* command_line, ClientArguments* client, CommandArguments* given) {
  CLI::App& command = AddCommand(command_line, client, "bench",
                                 "measure this client against a server that echoes or sends", [=] {
                                   client->url = given->url;
                                   return l05::RunBench(*client, given->bench);
                                 });
  command
      .add_option("URL", given->url,
                  "ws://host[:port]/path of an echo server; for recv one that sends, such as the "
                  "peer at /source?count=COUNT&size=SIZE")
      ->required();
  command.add_option("MODE", given->bench.mode, "what to measure")
      ->required()
      ->check(CLI::IsMember(l05::kBenchModes));
  command.add_option("COUNT", given->bench.count, "how many messages")
      ->required()
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40));
  command.add_option("SIZE", given->bench.size, "octets of each message")
      ->required()
      ->check(CLI::Range(std::size_t{0}, l05::kMaxBenchSize));
}

void AddAutobahn(CommandLine* command_line, ClientArguments* client, CommandArguments* given) {
  CLI::App& command = AddCommand(command_line, client, "autobahn",
                                 "let a fuzzing server such as Autobahn's test this client", [=] {
                                   client->url = given->url;
                                   return l05::RunAutobahn(*client, given->agent);
                                 });
  command.add_option("URL", given->url, "ws://host:port of the fuzzing server")->required();
  command.add_option("AGENT", given->agent, "the name of this client in the report")->required();
}

}  // namespace

int main(int argc, char** argv) {
  const l01::WinsockSession winsock;  // before everything that owns a socket
  CommandLine command_line("05_websocket", "Lesson 05: a WebSocket client that speaks protoo.");
  ClientArguments client;
  CommandArguments given;
  l05::PeerArguments peer;
  CLI::App& app = command_line.app();
  l05::AddClientFlags(&app, &client);
  AddDocuments(&app);
  AddBench(&command_line, &client, &given);
  AddAutobahn(&command_line, &client, &given);
  AddPeer(&command_line, &client, &peer);
  command_line.SetDemo([&] { return RunClientOrDemo(app, client); });
  return command_line.Run(argc, argv);
}
