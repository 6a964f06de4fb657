// One function per group of --help.
//
// A little over 200 lines, on purpose: a list of the options, in the order in which --help shows
// them.
#include "05_websocket/program/flags.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace l05 {
namespace {

// Adds options under one heading of --help.
class Group {
 public:
  Group(CLI::App* app, const char* name) : app_(app), name_(name) {}

  CLI::Option* Flag(const std::string& names, bool* to, const std::string& help) const {
    return app_->add_flag(names, *to, help)->group(name_);
  }
  CLI::Option* Text(const std::string& names, std::string* to, const std::string& value,
                    const std::string& help) const {
    return app_->add_option(names, *to, help)->type_name(value)->group(name_);
  }
  CLI::Option* Seconds(const std::string& name, double* to, const std::string& help) const {
    return app_->add_option(name, *to, help)->type_name("SECONDS")->group(name_);
  }
  // May be given several times, with one value each.
  CLI::Option* Repeated(const std::string& names, std::vector<std::string>* to,
                        const std::string& value, const std::string& help) const {
    return app_->add_option(names, *to, help + "; may be repeated")
        ->type_name(value)
        ->allow_extra_args(false)
        ->group(name_);
  }

 private:
  CLI::App* app_;     // the parser
  std::string name_;  // the heading
};

void AddInput(CLI::App* app, ClientArguments* arguments) {
  app->add_option("URL", arguments->url,
                  "ws://[user:password@]host[:port]/path, or wss://: lines go out as messages");
  app->add_option("JSON", arguments->json, "with --protoo: the data of the request, an object");
  const Group group(app, "What is sent");
  group.Repeated("-x,--send", &arguments->messages, "MESSAGE",
                 "send this message instead of the input");
  group
      .Text("--message-file", &arguments->message_file, "FILE",
            "send this file, octet by octet, as one message instead of the input; -: the input as "
            "one "
            "message")
      ->excludes("--send");
  group.Flag("--binary", &arguments->binary,
             "binary messages: the input goes out as it is, block by block unless another "
             "option says where a message ends, and what comes is printed without line ends");
  group.Flag("-0,--null", &arguments->output.nul,
             "messages end with a zero octet instead of a line end, in the input and in the "
             "output");
  group.Flag("--listen-only", &arguments->listen_only, "send nothing, and leave the input alone")
      ->excludes("--send")
      ->excludes("--message-file");
  group.Text("--protoo", &arguments->method, "METHOD",
             "send one protoo request and print its response");
}

void AddOutput(CLI::App* app, ClientArguments* arguments) {
  const Group group(app, "What is printed");
  OutputArguments* output = &arguments->output;
  CLI::Option* lengths = group.Flag(
      "--output-lengths", &output->lengths,
      "print each message behind its length, 4 octets, the highest first, and nothing else");
  lengths->excludes("--null");
  group
      .Flag("--json-lines", &output->json_lines,
            "print one JSON object per event, in a line of its own: opened, message, ping, "
            "pong, closed, error")
      ->excludes("--null")
      ->excludes("--output-lengths");
  group.Flag("--pretty", &output->pretty, "indent messages that are JSON")
      ->excludes("--null")
      ->excludes("--output-lengths")
      ->excludes("--json-lines")
      ->excludes("--binary");
  group.Flag("--timestamps", &output->timestamps, "print before each message when it came")
      ->excludes("--null")
      ->excludes("--output-lengths")
      ->excludes("--json-lines")
      ->excludes("--binary");
  group
      .Flag("--show-pings", &output->pings,
            "tell about pings and pongs, on standard error unless it is a terminal")
      ->excludes("--json-lines");
  group.Flag("-q,--quiet", &arguments->quiet, "do not say how a good connection ended");
  group.Flag("-v,--verbose", &arguments->verbose, "show handshake and frames on standard error");
}

void AddEnd(CLI::App* app, ClientArguments* arguments) {
  const Group group(app, "When it ends");
  group.Flag("-1,--one", &arguments->one, "close after the first message that comes");
  group
      .Seconds(
          "--wait", &arguments->wait_seconds,
          "after the end of the input wait for replies until nothing came for this time; a server "
          "that never falls silent is left after 100 times as long")
      ->capture_default_str();
  group.Text("--close", &arguments->close, "CODE[:REASON]",
             "end the connection with this code and reason instead of 1000");
  group.Flag("--retry", &arguments->retry,
             "connect again after a failure: 10 times, after 1, 2, 4, 8, 8, ... seconds, or "
             "as Retry-After says; not after a refusal (4xx), a bad certificate or a meant "
             "end");
  group.Flag("--strict-exit", &arguments->strict_exit,
             "exit code 1 also for a Close with one of the codes 3000 to 4999");
}

void AddRequest(CLI::App* app, ClientArguments* arguments) {
  const Group group(app, "Who asks, and for what");
  IdentityArguments* identity = &arguments->identity;
  group.Text("--user", &identity->user, "USER:PASSWORD",
             "log in with Basic authorization; never printed");
  group.Repeated("-H,--header", &arguments->headers, "HEADER",
                 "add \"Name: value\" to the request; Host, User-Agent and Origin are replaced");
  group.Repeated("--header-file", &identity->header_files, "FILE",
                 "add the headers in this file, one per line; # begins a comment");
  group.Repeated("--cookie", &identity->cookies, "NAME=VALUE", "send this cookie");
  group.Text("--origin", &arguments->origin, "O", "send this Origin, as a browser would");
  group.Repeated("--subprotocol", &arguments->subprotocols, "P", "offer this subprotocol");
  group.Flag("--no-compress", &arguments->no_compress, "do not offer permessage-deflate");
}

void AddTls(CLI::App* app, ClientArguments* arguments) {
  const Group group(app, "TLS, for wss");
  IdentityArguments* identity = &arguments->identity;
  group.Text("--ca", &arguments->ca_file, "FILE", "trust the certificates in this PEM file");
  group.Flag("--insecure", &arguments->insecure, "do not check the server's certificate");
  group.Text("--cert", &identity->cert_file, "FILE",
             "show this certificate to a server that asks, in PEM with its chain");
  group
      .Text("--key", &identity->key_file, "FILE",
            "the key of that certificate, in PEM; by default it stands in the same file")
      ->needs("--cert");
}

void AddRoute(CLI::App* app, ClientArguments* arguments) {
  const Group group(app, "Which way");
  RouteArguments* route = &arguments->route;
  group.Text(
      "--proxy", &route->proxy, "PROXY",
      "ask this proxy for the connection: [http://|socks5://][user:password@]host[:port]; by "
      "default ws_proxy, http_proxy, wss_proxy, https_proxy and all_proxy are obeyed as curl "
      "does");
  group.Text("--noproxy", &route->no_proxy, "HOSTS",
             "hosts that are reached without a proxy, as in no_proxy; *: all");
  group
      .Repeated("--resolve", &route->resolve, "HOST:PORT:ADDRESS",
                "connect to this address instead of looking HOST up; no proxy is asked then")
      ->excludes("--proxy");
  group
      .Text("--unix-socket", &route->unix_socket, "PATH",
            "connect to this socket in the file system; URL still names host and path")
      ->excludes("--proxy")
      ->excludes("--resolve");
  group.Text("--backend", &arguments->backend, "NAME", "the readiness model of the loop")
      ->check(CLI::IsMember(l04::BackendNames()))
      ->capture_default_str();
}

void AddLimits(CLI::App* app, ClientArguments* arguments) {
  const Group group(app, "Limits");
  group
      .Seconds(
          "--connect-timeout", &arguments->connect_seconds,
          "the longest wait for the name look-up, for each address that is tried, for a proxy, for "
          "TLS and for the server's answer; each has this time of its own; 0: no limit")
      ->capture_default_str();
  group.Seconds("--ping", &arguments->ping_seconds,
                "after this long a silence send a ping; no answer for as long ends the connection");
  app->add_option("--max-message", arguments->max_message, "refuse messages larger than this")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40))
      ->type_name("BYTES")
      ->capture_default_str()
      ->group("Limits");
}

}  // namespace

void AddClientFlags(CLI::App* app, ClientArguments* arguments) {
  AddInput(app, arguments);
  AddOutput(app, arguments);
  AddEnd(app, arguments);
  AddRequest(app, arguments);
  AddTls(app, arguments);
  AddRoute(app, arguments);
  AddLimits(app, arguments);
}

const char* HelpFooter() {
  return R"(At a terminal:
  Lines are edited with history; a paste of several lines is one message, sent
  with Enter. /ping [TEXT] sends a ping, /close [CODE [REASON]] ends the
  connection, // begins a message that starts with /. Ctrl-D ends the input,
  Ctrl-C the connection. NO_COLOR is obeyed.

Examples:
  05_websocket wss://echo.example/              talk, line by line
  05_websocket -x '{"op":"time"}' -1 ws://h/    one question, one answer
  generate | 05_websocket ws://h/ | consume     a link in a pipe
  05_websocket --listen-only --json-lines ws://h/feed | jq .text
  05_websocket peer listen --port 8080 --tls    a server in one word

Exit codes:
  0  everything was sent, received and printed, and the end was a good one
  1  something failed: one line on standard error says what, where and why
  2  the command line cannot be meant
)";
}

}  // namespace l05
