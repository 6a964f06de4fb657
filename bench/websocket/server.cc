// A WebSocket server that is fast and nothing else, so that the clients are what is measured.
//
//   /echo                      sends every message back
//   /sink                      reads and drops
//   /source?count=N&size=S     sends N messages of S octets
//
// One client at a time, blocking: the driver runs the clients one after the other. A Close frame is
// answered, and the next client is served. Frames are read with lesson 05's code.
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "05_websocket/frames/frame.h"
#include "05_websocket/frames/masking.h"
#include "05_websocket/handshake/handshake.h"
#include "support/loopback.h"

namespace {

constexpr std::size_t kReadSize = 128 * 1024;
constexpr std::size_t kBlockSize = 64 * 1024;

bool SendAll(int fd, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t sent = ::send(fd, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent < 0) return false;
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// Octets that came and are not used up.
class Input {
 public:
  explicit Input(int fd) : fd_(fd), storage_(2 * kReadSize) {}

  // Receives behind what is there. False at the end of the stream.
  bool Fill() {
    std::copy(storage_.begin() + begin_, storage_.begin() + end_, storage_.begin());
    end_ -= begin_;
    begin_ = 0;
    const auto used = static_cast<std::size_t>(end_);
    if (storage_.size() - used < kReadSize) storage_.resize(storage_.size() * 2);
    const ssize_t received = ::recv(fd_, storage_.data() + used, storage_.size() - used, 0);
    if (received <= 0) return false;
    end_ += received;
    return true;
  }
  std::string_view data() const {
    return {storage_.data() + begin_, static_cast<std::size_t>(end_ - begin_)};
  }
  void Consume(std::size_t size) { begin_ += static_cast<std::ptrdiff_t>(size); }

 private:
  int fd_;                     // the client
  std::vector<char> storage_;  // grows if a frame does not fit
  std::ptrdiff_t begin_ = 0;   // first octet of the content
  std::ptrdiff_t end_ = 0;     // one past its last octet
};

void AppendHeader(std::string* out, l05::Opcode opcode, std::uint64_t length, bool fin = true) {
  l05::FrameHeader header;
  header.fin = fin;
  header.opcode = opcode;
  header.length = length;
  l05::HeaderBuffer octets;
  out->append(octets.data(), l05::EncodeFrameHeader(header, &octets));
}

// The value of `name` in the head of a request, or nothing.
std::optional<std::string> FieldOf(const std::string& head, const std::string& name) {
  const std::size_t at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return std::nullopt;
  const std::size_t begin = at + name.size() + 4;
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

// Answers the opening handshake. Returns the target that was asked for.
std::optional<std::string> Open(int fd, Input* input) {
  std::size_t end = std::string_view::npos;
  while ((end = input->data().find("\r\n\r\n")) == std::string_view::npos) {
    if (!input->Fill()) return std::nullopt;
  }
  const std::string head(input->data().substr(0, end + 4));
  input->Consume(head.size());
  const std::optional<std::string> key = FieldOf(head, "Sec-WebSocket-Key");
  if (!key) return std::nullopt;
  const std::string answer =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      l05::AcceptFor(*key) + "\r\n\r\n";
  if (!SendAll(fd, answer)) return std::nullopt;
  const std::size_t begin = head.find(' ') + 1;
  return head.substr(begin, head.find(' ', begin) - begin);
}

// Takes all whole frames of the input; a fragment is a frame like any other. The echoes are
// appended to `out`, unless it is null. True if a Close frame was among them.
bool TakeFrames(Input* input, std::string* out) {
  static constexpr l05::FrameRules kRules{l05::Role::kServer};
  for (;;) {
    const std::string_view data = input->data();
    const l05::DecodedHeader decoded = l05::DecodeFrameHeader(data, kRules);
    if (decoded.violation) return true;
    const auto length = static_cast<std::size_t>(decoded.header.length);
    if (decoded.size == 0 || data.size() - decoded.size < length) return false;
    if (decoded.header.opcode == l05::Opcode::kClose) return true;
    if (out != nullptr) {
      AppendHeader(out, decoded.header.opcode, length, decoded.header.fin);
      const std::size_t at = out->size();
      out->resize(at + length);
      l05::CopyMasked(out->data() + at, data.substr(decoded.size, length), decoded.header.key);
    }
    input->Consume(decoded.size + length);
  }
}

void AnswerClose(int fd) {
  std::string frame;
  AppendHeader(&frame, l05::Opcode::kClose, 2);
  SendAll(fd, frame + "\x03\xE8");  // 1000, a normal end
}

void Receive(int fd, Input* input, bool echo) {
  std::string out;
  do {
    out.clear();
    if (TakeFrames(input, echo ? &out : nullptr)) {
      if (SendAll(fd, out)) AnswerClose(fd);
      return;
    }
    if (!SendAll(fd, out)) return;
  } while (input->Fill());
}

// As many frames at a time as fit into a block.
void Send(int fd, std::uint64_t count, std::size_t size) {
  std::string frame;
  AppendHeader(&frame, l05::Opcode::kBinary, size);
  frame.append(size, 'x');
  const std::uint64_t in_block = std::max<std::size_t>(1, kBlockSize / frame.size());
  std::string block;
  for (std::uint64_t i = 0; i < in_block; ++i) block += frame;
  for (; count > 0;) {
    const std::uint64_t now = std::min(count, in_block);
    if (!SendAll(fd, std::string_view(block).substr(0, now * frame.size()))) return;
    count -= now;
  }
}

void Serve(int fd) {
  // Without it an echo waits until the one before is acknowledged, which a client may put off.
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Input input(fd);
  const std::optional<std::string> target = Open(fd, &input);
  if (!target) return;
  unsigned long long count = 0;
  std::size_t size = 0;
  if (std::sscanf(target->c_str(), "/source?count=%llu&size=%zu", &count, &size) == 2) {
    Send(fd, count, size);
  }
  Receive(fd, &input, *target == "/echo");
}

}  // namespace

int main() {
  const int door = bench::ListenOnLoopback();
  ::fcntl(door, F_SETFL, 0);  // blocking: there is nothing else to do
  for (;;) {
    const int fd = ::accept(door, nullptr, nullptr);
    if (fd < 0) continue;
    Serve(fd);
    ::close(fd);
  }
}
