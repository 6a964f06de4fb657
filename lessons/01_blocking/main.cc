// The program of lesson 01.
#include "01_blocking/demo/demo.h"
#include "01_blocking/echo/blocking_echo_server.h"
#include "01_blocking/echo/connect.h"
#include "01_blocking/echo/poll_echo_server.h"
#include "01_blocking/echo/serve.h"
#include "01_blocking/echo/thread_echo_server.h"
#include "01_blocking/errors/atlas.h"
#include "01_blocking/sockets/winsock_session.h"

namespace {

template <typename Server>
int Serve(const l01::Endpoint& local) {
  Server server(local);
  return l01::ServeUntilStopped(server);
}

}  // namespace

int main(int argc, char** argv) {
  support::CommandLine command_line("01_blocking",
                                    "Lesson 01: sockets, blocking and then non-blocking.");
  command_line.SetDemo([] {
    const l01::WinsockSession winsock;
    return l01::RunDemo();
  });
  std::string mode = "poll";
  command_line.AddServe([&mode](const support::ServeOptions& options) {
    const l01::WinsockSession winsock;
    const l01::Endpoint local = l01::ListenEndpoint(options);
    if (mode == "blocking") return Serve<l01::BlockingEchoServer>(local);
    if (mode == "threads") return Serve<l01::ThreadEchoServer>(local);
    return Serve<l01::PollEchoServer>(local);
  });
  command_line.AddServeChoice("--mode", &mode, {"blocking", "threads", "poll"},
                              "one client at a time, a thread per client, or one loop for all");
  command_line.AddConnect([](const support::ConnectOptions& options) {
    const l01::WinsockSession winsock;
    return l01::RunConnect(options);
  });
  command_line.AddSubcommand("errors",
                             "causes the errors that one meets first, and says what to do", [] {
                               const l01::WinsockSession winsock;
                               return l01::ShowErrorAtlas();
                             });
  return command_line.Run(argc, argv);
}
