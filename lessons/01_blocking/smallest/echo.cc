// The smallest complete echo server, from the raw calls: one client at a time, and every call
// waits.
//
// A program of its own: 01_smallest_echo. POSIX only.
// [smallest-echo]
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace {

// A call that has failed ends the program with one line: the call and the system's reason.
void Check(bool ok, const char* call) {
  if (ok) return;
  std::perror(call);
  std::exit(1);
}

// send may take a part: go on until all is taken. False if the client has gone.
bool SendAll(int client, const char* data, ssize_t size) {
  for (ssize_t sent = 0; sent < size;) {
    const ssize_t taken =
        ::send(client, data + sent, static_cast<std::size_t>(size - sent), MSG_NOSIGNAL);
    if (taken < 0) return false;
    sent += taken;
  }
  return true;
}

void Echo(int client) {
  char buffer[4096];
  ssize_t size = 0;
  do {
    size = ::recv(client, buffer, sizeof buffer, 0);  // waits for bytes; 0 is the end
  } while (size > 0 && SendAll(client, buffer, size));
}

}  // namespace

int main() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  Check(listener >= 0, "socket");
  sockaddr_in address{};  // port 0: any free one
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  Check(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0, "bind");
  Check(::listen(listener, 8) == 0, "listen");
  Check(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
  std::printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  while (true) {
    const int client = ::accept(listener, nullptr, nullptr);  // waits for a client
    Check(client >= 0, "accept");
    Echo(client);
    ::close(client);
  }
}
// [smallest-echo]
