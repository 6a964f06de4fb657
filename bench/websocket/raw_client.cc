// The floor: frames made beforehand, a masking key of zeros, and only as much reading as it takes
// to count octets. No WebSocket client can do with less, and none may do this.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

#include "websocket/job.h"

namespace {

constexpr std::size_t kBlockSize = 64 * 1024;

int Connect(const bench::Job& job) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(job.port);
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0) {
    bench::FailWith("raw_client: connect failed");
  }
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

void Open(int fd, const bench::Job& job) {
  const std::string request = "GET " + job.target +
                              " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                              "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  if (::send(fd, request.data(), request.size(), 0) < 0) bench::FailWith("raw_client: send failed");
  std::string answer;
  for (char octet = 0; answer.find("\r\n\r\n") == std::string::npos; answer += octet) {
    if (::recv(fd, &octet, 1, 0) != 1) bench::FailWith("raw_client: the handshake was refused");
  }
}

// The header of a binary frame; `mask` is the bit of its second octet.
std::string Header(std::size_t size, unsigned mask) {
  std::string header("\x82", 1);
  const auto put = [&header](std::size_t value) { header += static_cast<char>(value & 0xFF); };
  if (size < 126) {
    put(mask | size);
  } else if (size < 65536) {
    put(mask | 126);
    for (int shift = 8; shift >= 0; shift -= 8) put(size >> shift);
  } else {
    put(mask | 127);
    for (int shift = 56; shift >= 0; shift -= 8) put(size >> shift);
  }
  return header;
}

// What goes out and what has to come in, in octets.
class Floor {
 public:
  Floor(int fd, const bench::Job& job) : fd_(fd), job_(job), storage_(kBlockSize) {
    frame_ = Header(job.size, 0x80) + std::string(4, '\0') + std::string(job.size, 'x');
    do {
      block_ += frame_;
    } while (block_.size() + frame_.size() <= kBlockSize);
    if (job.sends()) to_send_ = job.count * frame_.size();
    echo_ = Header(job.size, 0).size() + job.size;
    if (job.receives()) to_receive_ = job.count * echo_;
  }

  void Run() {
    if (job_.mode == "pingpong") {
      for (std::uint64_t i = 0; i < job_.count; ++i) PingPong();
      return;
    }
    while (to_send_ > 0 || to_receive_ > 0) {
      const bool sent = MaySend() && Send();
      const bool received = to_receive_ > 0 && Receive();
      if (!sent && !received) Wait();
    }
  }

 private:
  void PingPong() {
    if (::send(fd_, frame_.data(), frame_.size(), 0) < 0)
      bench::FailWith("raw_client: send failed");
    for (std::size_t missing = echo_; missing > 0;) {
      const ssize_t received = ::recv(fd_, storage_.data(), std::min(missing, storage_.size()), 0);
      if (received <= 0) bench::FailWith("raw_client: no echo");
      missing -= static_cast<std::size_t>(received);
    }
  }

  std::uint64_t UnderWay() const {
    const std::uint64_t sent = job_.count - to_send_ / frame_.size();
    return job_.receives() ? sent - (job_.count - to_receive_ / echo_) : 0;
  }

  bool MaySend() const { return to_send_ > 0 && UnderWay() < job_.window(); }

  // Where the last send stopped in the block, this one goes on.
  bool Send() {
    const std::size_t size = std::min<std::uint64_t>(to_send_, block_.size() - at_);
    const ssize_t sent = ::send(fd_, block_.data() + at_, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) return false;
    if (sent < 0) bench::FailWith("raw_client: send failed");
    at_ = (at_ + static_cast<std::size_t>(sent)) % block_.size();
    to_send_ -= static_cast<std::uint64_t>(sent);
    return true;
  }

  bool Receive() {
    const ssize_t received = ::recv(fd_, storage_.data(), storage_.size(), MSG_DONTWAIT);
    if (received == 0) bench::FailWith("raw_client: the server closed the connection");
    if (received < 0) return false;
    to_receive_ -= std::min(to_receive_, static_cast<std::uint64_t>(received));
    return true;
  }

  void Wait() const {
    const short what =
        static_cast<short>((MaySend() ? POLLOUT : 0) | (to_receive_ > 0 ? POLLIN : 0));
    pollfd polled{fd_, what, 0};
    ::poll(&polled, 1, -1);
  }

  const int fd_;                  // the connection
  const bench::Job& job_;         // what to measure
  std::vector<char> storage_;     // where received octets go, unread
  std::string frame_;             // one message, ready to leave
  std::string block_;             // as many of them as fit
  std::size_t at_ = 0;            // first octet of block_ that was not sent in this turn
  std::size_t echo_ = 0;          // octets of one message that comes in
  std::uint64_t to_send_ = 0;     // octets
  std::uint64_t to_receive_ = 0;  // octets
};

// The server answers our Close frame when it has read all before it.
void Close(int fd) {
  const std::string frame("\x88\x82\0\0\0\0\x03\xE8", 8);
  if (::send(fd, frame.data(), frame.size(), MSG_NOSIGNAL) < 0)
    bench::FailWith("raw_client: close");
  char octet = 0;
  while (::recv(fd, &octet, 1, 0) == 1) {
  }
}

}  // namespace

int main(int argc, char** argv) {
  const bench::Job job = bench::ReadJob(argc, argv);
  const int fd = Connect(job);
  Open(fd, job);
  Floor floor(fd, job);
  const bench::Stopwatch watch;
  floor.Run();
  if (!job.receives()) Close(fd);
  watch.StopAndPrint(job);
  if (job.receives()) Close(fd);
  return 0;
}
