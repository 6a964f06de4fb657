// The smallest complete echo server on WSAEventSelect: one event for each socket, one loop.
//
// A program of its own: 02_smallest_echo. On Windows, and elsewhere on the emulation.
// [smallest-wsa]
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "02_wsaeventselect/winsock.h"

namespace {

struct Watched {
  SOCKET socket;     // the listener or a client
  std::string rest;  // received, and not echoed yet
};

void Check(bool ok, const char* call) {
  if (ok) return;
  std::fprintf(stderr, "%s: error %d\n", call, WSAGetLastError());
  std::exit(1);
}

// Until everything is sent or send would block: then FD_WRITE will come. False if it is over.
bool Flush(Watched& client) {
  while (!client.rest.empty()) {
    const int sent =
        send(client.socket, client.rest.data(), static_cast<int>(client.rest.size()), 0);
    if (sent == SOCKET_ERROR) return WSAGetLastError() == WSAEWOULDBLOCK;
    client.rest.erase(0, static_cast<std::size_t>(sent));
  }
  return true;
}

// False if it is over.
bool Echo(Watched& client) {
  while (Flush(client) && client.rest.empty()) {
    char buffer[4096];
    const int size = recv(client.socket, buffer, sizeof buffer, 0);
    if (size == 0) return false;
    if (size == SOCKET_ERROR) return WSAGetLastError() == WSAEWOULDBLOCK;
    client.rest.assign(buffer, static_cast<std::size_t>(size));
  }
  return !client.rest.empty();  // stuck, not broken
}

}  // namespace

int main() {
  WSADATA data;
  Check(WSAStartup(MAKEWORD(2, 2), &data) == 0, "WSAStartup");
  std::vector<Watched> watched;  // in the same order: [0] is the listener
  std::vector<WSAEVENT> events;
  const auto watch = [&](SOCKET socket, long mask) {
    watched.push_back({socket, ""});
    events.push_back(WSACreateEvent());
    Check(WSAEventSelect(socket, events.back(), mask) == 0, "WSAEventSelect");
  };
  const SOCKET listener = WSASocketA(AF_INET, SOCK_STREAM, 0, nullptr, 0, 0);
  sockaddr_in address{};  // port 0: any free one
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int size = sizeof address;
  Check(bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0, "bind");
  Check(listen(listener, 8) == 0, "listen");
  Check(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
  std::printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  watch(listener, FD_ACCEPT);

  while (true) {
    const DWORD got = WSAWaitForMultipleEvents(static_cast<DWORD>(events.size()), events.data(),
                                               FALSE, WSA_INFINITE, FALSE);
    Check(got != WSA_WAIT_FAILED, "WSAWaitForMultipleEvents");
    const std::size_t index = got - WSA_WAIT_EVENT_0;
    WSANETWORKEVENTS record;  // taking it resets the event
    Check(WSAEnumNetworkEvents(watched[index].socket, events[index], &record) == 0,
          "WSAEnumNetworkEvents");
    if ((record.lNetworkEvents & FD_ACCEPT) != 0) {
      const SOCKET client = accept(listener, nullptr, nullptr);
      if (client != INVALID_SOCKET) watch(client, FD_READ | FD_WRITE | FD_CLOSE);
    }
    if (index == 0 || Echo(watched[index])) continue;
    closesocket(watched[index].socket);
    WSACloseEvent(events[index]);
    watched.erase(watched.begin() + static_cast<std::ptrdiff_t>(index));
    events.erase(events.begin() + static_cast<std::ptrdiff_t>(index));
  }
}
// [smallest-wsa]
