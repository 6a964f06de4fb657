// Starts the proxy, and waits until somebody can connect.
#include "tests/05_websocket/support/proxy_peer.h"

#include <fstream>
#include <stdexcept>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/socket.h"
#include "tests/support/wait.h"

namespace ws_test {

ProxyPeer::ProxyPeer(Kind kind, bool login) {
  const std::string scheme = kind == Kind::kTinyproxy ? "http://" : "socks5://";
  // Neither can pick a port itself, so one that was free a moment ago has to do.
  for (int attempt = 0; attempt < 5; ++attempt) {
    const std::uint16_t port = l01::ListenOn(l01::Endpoint::Loopback()).LocalEndpoint().port();
    process_ = std::make_unique<test_support::ChildProcess>(Command(kind, login, port));
    bool listens = false;
    test_support::WaitUntil([&] {
      try {
        l01::ConnectTo(l01::Endpoint::Loopback(port));
        return listens = true;
      } catch (const l01::SocketError&) {
        return process_->WaitExit(std::chrono::milliseconds(5)) !=
               test_support::ChildProcess::kStillRunning;
      }
    });
    const std::string address = "127.0.0.1:" + std::to_string(port);
    bare_url_ = scheme + address;
    url_ = scheme + (login ? "me:secret@" : "") + address;
    if (listens) return;
  }
  throw std::runtime_error("no proxy (./lab test installs tinyproxy and microsocks): " +
                           process_->Stderr());
}

ProxyPeer::~ProxyPeer() {
  process_->Terminate();
  process_->WaitExit();
}

std::vector<std::string> ProxyPeer::Command(Kind kind, bool login, std::uint16_t port) const {
  const std::string number = std::to_string(port);
  if (kind == Kind::kMicrosocks) {
    std::vector<std::string> command = {"microsocks", "-i", "127.0.0.1", "-p", number};
    if (login) command.insert(command.end(), {"-u", "me", "-P", "secret"});
    return command;
  }
  std::ofstream config(folder_.File("tinyproxy.conf"));
  config << "Port " << number << "\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\n";
  if (login) config << "BasicAuth me secret\n";
  return {"tinyproxy", "-d", "-c", folder_.File("tinyproxy.conf")};
}

}  // namespace ws_test
