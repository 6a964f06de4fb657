// The smallest complete WebSocket client, from the raw calls: it says one message and prints the
// answer.
//
// A program of its own: 05_smallest_say PORT TEXT. POSIX only.
// [smallest-say]
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/random.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

void Check(bool ok, const char* call) {
  if (ok) return;
  std::perror(call);
  std::exit(1);
}

void Send(int fd, std::string octets) {
  while (!octets.empty()) {
    const ssize_t sent = ::send(fd, octets.data(), octets.size(), MSG_NOSIGNAL);
    Check(sent >= 0, "send");
    octets.erase(0, static_cast<std::size_t>(sent));
  }
}

// Exactly so many octets: TCP may bring a frame in pieces.
std::string Receive(int fd, std::size_t size) {
  std::string octets(size, '\0');
  for (std::size_t done = 0; done < size;) {
    const ssize_t got = ::recv(fd, octets.data() + done, size - done, 0);
    Check(got >= 0, "recv");
    if (got == 0) std::fputs("the server has left\n", stderr), std::exit(1);
    done += static_cast<std::size_t>(got);
  }
  return octets;
}

// One whole frame of at most 125 octets. A client masks each with a new key.
std::string Frame(char opcode, const std::string& payload) {
  std::string frame = {static_cast<char>(0x80 | opcode), static_cast<char>(0x80 | payload.size())};
  char key[4];
  Check(::getrandom(key, sizeof key, 0) == sizeof key, "getrandom");
  frame.append(key, sizeof key);
  for (std::size_t i = 0; i < payload.size(); ++i)
    frame += static_cast<char>(payload[i] ^ key[i % 4]);
  return frame;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string text = argc == 3 ? argv[2] : "";
  if (argc != 3 || text.size() > 125) {
    return std::fputs("usage: 05_smallest_say PORT TEXT, at most 125 octets of it\n", stderr), 2;
  }
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  Check(fd >= 0, "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[1])));
  Check(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "connect");

  Send(fd, "GET /echo HTTP/1.1\r\nHost: 127.0.0.1:" + std::string(argv[1]) +
               "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  std::string answer;  // it ends with an empty line, and what follows that is a frame
  while (!answer.ends_with("\r\n\r\n")) answer += Receive(fd, 1);
  if (!answer.starts_with("HTTP/1.1 101 ")) return std::fputs(answer.c_str(), stderr), 1;

  Send(fd, Frame(0x1, text));
  const std::string header = Receive(fd, 2);  // a server does not mask
  if (header[0] != '\x81' || header[1] < 0 || header[1] > 125) {
    return std::fputs("this is not one short text\n", stderr), 1;
  }
  std::puts(Receive(fd, static_cast<std::size_t>(header[1])).c_str());
  Send(fd, Frame(0x8, "\x03\xE8"));  // Close, with code 1000
  Receive(fd, 4);                    // the server's Close frame, with the same code
}
// [smallest-say]
