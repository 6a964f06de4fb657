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
#include "05_websocket/program/run_client.h"
#include "support/command_line.h"

namespace {

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

void AddHandshakeOptions(CLI::App* app, ClientArguments* arguments) {
  app->add_option("--subprotocol", arguments->subprotocols,
                  "offer this subprotocol; may be repeated")
      ->type_name("P")
      ->allow_extra_args(false);
  app->add_option("-H,--header", arguments->headers,
                  "add \"Name: value\" to the request; may be repeated")
      ->type_name("HEADER")
      ->allow_extra_args(false);
  app->add_option("--origin", arguments->origin, "send this Origin, as a browser would")
      ->type_name("O");
  app->add_flag("--no-compress", arguments->no_compress, "do not offer permessage-deflate");
  app->add_flag("--insecure", arguments->insecure, "wss: do not check the server's certificate");
  app->add_option("--ca", arguments->ca_file, "wss: trust the certificates in this PEM file")
      ->type_name("FILE");
}

void AddConnectionOptions(CLI::App* app, ClientArguments* arguments) {
  app->add_option("--connect-timeout", arguments->connect_seconds,
                  "give up connecting, or waiting for the handshake, after this time; 0: never")
      ->type_name("SECONDS")
      ->capture_default_str();
  app->add_option(
         "--ping", arguments->ping_seconds,
         "after this long a silence send a ping; no answer for as long ends the connection")
      ->type_name("SECONDS");
  app->add_option("--max-message", arguments->max_message, "refuse messages larger than this")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40))
      ->type_name("BYTES")
      ->capture_default_str();
  app->add_flag("--retry", arguments->retry,
                "connect again after a failure: 10 times, after 1, 2, 4, 8, 8, ... seconds, or as "
                "Retry-After says; not after a refusal (4xx), a bad certificate or a meant end");
  app->add_option("--backend", arguments->backend, "the readiness model of the loop")
      ->check(CLI::IsMember([] {
        std::vector<std::string> names;
        for (const auto kind : l04::AvailableBackends()) names.push_back(l04::ToString(kind));
        return names;
      }()))
      ->capture_default_str();
  app->add_flag("-q,--quiet", arguments->quiet, "do not say how a good connection ended");
  app->add_flag("--strict-exit", arguments->strict_exit,
                "exit code 1 also for a Close with one of the codes 3000 to 4999");
  app->add_flag("-v,--verbose", arguments->verbose, "show handshake and frames on standard error");
}

void AddConversationOptions(CLI::App* app, ClientArguments* arguments) {
  app->add_option("URL", arguments->url, "ws://host[:port]/path: lines go out as messages");
  app->add_option("JSON", arguments->json, "with --protoo: the data of the request, an object");
  app->add_option("--protoo", arguments->method, "send one protoo request and print its response")
      ->type_name("METHOD");
  app->add_flag("--binary", arguments->binary,
                "the input goes out as it is, block by block, in binary messages; what comes is "
                "printed without line ends");
  app->add_option("-x,--send", arguments->messages,
                  "send this message instead of the input; may be repeated")
      ->type_name("MESSAGE")
      ->allow_extra_args(false);
  app->add_flag("-1,--one", arguments->one, "close after the first message that comes");
  app->add_flag("--listen-only", arguments->listen_only, "send nothing, and leave the input alone")
      ->excludes("--send");
  app->add_option("--close", arguments->close,
                  "end the connection with this code and reason instead of 1000")
      ->type_name("CODE[:REASON]");
  app->add_option("--wait", arguments->wait_seconds,
                  "after the end of the input wait for replies until nothing came for this time; "
                  "a server that never falls silent is left after 100 times as long")
      ->type_name("SECONDS")
      ->capture_default_str();
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

void AddPeer(CommandLine* command_line, ClientArguments* client, support::ServeOptions* peer) {
  CLI::App& command = AddCommand(command_line, client, "peer",
                                 "the embedded WebSocket and protoo server, until Ctrl-C",
                                 [peer] { return l05::RunPeer(peer->bind, peer->port); });
  command.add_option("--port", peer->port, "TCP port; 0 picks a free one")
      ->check(support::DecimalNumber(0, 65535))
      ->type_name("N")
      ->required();
  command.add_option("--bind", peer->bind, "address to listen on")
      ->type_name("A")
      ->capture_default_str();
}

// What the subcommands of the client were given.
struct CommandArguments {
  std::string url;            // where to connect
  l05::BenchArguments bench;  // what to measure
  std::string agent;          // the client's name in the report
};

void AddBench(CommandLine* command_line, ClientArguments* client, CommandArguments* given) {
  CLI::App& command =
      AddCommand(command_line, client, "bench", "measure this client against an echo server", [=] {
        client->url = given->url;
        return l05::RunBench(*client, given->bench);
      });
  command.add_option("URL", given->url, "ws://host[:port]/path of an echo server")->required();
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
  support::ServeOptions peer;
  CLI::App& app = command_line.app();
  app.set_version_flag("--version", "05_websocket (netladder) 1.0");
  AddConversationOptions(&app, &client);
  AddHandshakeOptions(&app, &client);
  AddConnectionOptions(&app, &client);
  AddBench(&command_line, &client, &given);
  AddAutobahn(&command_line, &client, &given);
  AddPeer(&command_line, &client, &peer);
  command_line.SetDemo([&] { return RunClientOrDemo(app, client); });
  return command_line.Run(argc, argv);
}
