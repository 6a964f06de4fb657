// Two directions, and every call blocks: so two threads, one per direction.
#include "01_blocking/echo/connect.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

#include "01_blocking/echo/stdio_stream.h"
#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/socket.h"

namespace l01 {
namespace {

// stdin -> socket. A failed send is not reported here: the other direction learns the reason.
void SendStandardInput(Socket& socket) {
  std::array<std::byte, 16 * 1024> buffer;
  while (const std::size_t count = ReadStandardInput(buffer)) {
    try {
      socket.SendAll(std::span(buffer).first(count));
    } catch (const SocketError&) {
      return;
    }
  }
  // "That was all" in one direction only: the answers to what we sent still arrive.
  socket.ShutdownSend();
}

// socket -> stdout.
void PrintUntilEnd(Socket& socket) {
  std::array<std::byte, 16 * 1024> buffer;
  while (true) {
    const IoResult received = socket.Recv(buffer);
    if (received.end_of_stream()) return;
    if (!received.ok()) {
      throw SocketError("recv", socket.PeerEndpoint().ToString(), received.error);
    }
    WriteStandardOutput(std::span(buffer).first(received.bytes));
  }
}

}  // namespace

int RunConnect(const support::ConnectOptions& options) {
  UseBinaryStandardStreams();
  auto socket = std::make_shared<Socket>(ConnectTo(options.host, options.port));
  // Nothing can interrupt the read from stdin: if the server closes first, the thread still sits in
  // it when the program ends. So it is detached, and it owns the socket together with us.
  std::thread([socket] { SendStandardInput(*socket); }).detach();
  PrintUntilEnd(*socket);
  return 0;
}

}  // namespace l01
