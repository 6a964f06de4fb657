// The program of lesson 01.
#include "01_blocking/connect.h"
#include "01_blocking/demo.h"
#include "01_blocking/poll_echo_server.h"
#include "01_blocking/serve.h"
#include "01_blocking/winsock_session.h"

int main(int argc, char** argv) {
  support::CommandLine command_line("01_blocking",
                                    "Lesson 01: sockets, blocking and then non-blocking.");
  command_line.SetDemo([] {
    const l01::WinsockSession winsock;
    return l01::RunDemo();
  });
  command_line.AddServe([](const support::ServeOptions& options) {
    const l01::WinsockSession winsock;
    l01::PollEchoServer server(l01::ListenEndpoint(options));
    return l01::ServeUntilStopped(server);
  });
  command_line.AddConnect([](const support::ConnectOptions& options) {
    const l01::WinsockSession winsock;
    return l01::RunConnect(options);
  });
  return command_line.Run(argc, argv);
}
