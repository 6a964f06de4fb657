// Blocking calls on a thread of its own, so a script reads from top to bottom.
#include "tests/05_websocket/support/scripted_server.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "01_blocking/sockets/error.h"
#include "05_websocket/frames/octets.h"
#include "05_websocket/handshake/handshake.h"
#include "tests/support/patience.h"

namespace ws_test {
namespace {

using test_support::kPatienceMs;

std::span<const std::byte> Bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

std::string ServerFrame(int first, const std::string& payload) {
  std::string frame(1, static_cast<char>(first));
  const std::size_t size = payload.size();
  if (size < 126) {
    frame += static_cast<char>(size);
  } else {
    const std::size_t width = size <= 0xFFFF ? 2 : 8;
    frame += static_cast<char>(width == 2 ? 126 : 127);
    for (std::size_t i = width; i > 0; --i) frame += static_cast<char>(size >> (8 * (i - 1)));
  }
  return frame + payload;
}

std::string CloseText(int code, const std::string& reason) {
  return std::string{static_cast<char>(code >> 8), static_cast<char>(code)} + reason;
}

bool Conversation::Receive(std::string* received) {
  pollfd entry{};
  entry.fd = socket_.native();
  entry.events = POLLIN;
  if (l01::native::Poll({&entry, 1}, kPatienceMs) == 0)
    throw std::runtime_error("client is silent");
  std::array<std::byte, 65536> room;
  const l01::IoResult result = socket_.Recv(room);
  if (!result.ok()) return false;
  received->append(reinterpret_cast<const char*>(room.data()), result.bytes);
  return true;
}

void Conversation::Transmit(const std::string& octets) {
  socket_.SendAll(Bytes(octets));
}

std::string Conversation::ReadRequest() {
  const std::string end = "\r\n\r\n";
  // Only what is new is searched, and the three octets before it. A long request comes in hundreds
  // of pieces: searched from its beginning for each, the time would grow with the square of its
  // length.
  std::size_t searched = 0;
  std::size_t at = 0;
  while ((at = received_.find(end, searched)) == std::string::npos) {
    searched = received_.size() - std::min(received_.size(), end.size() - 1);
    if (!Fill()) throw std::runtime_error("no request");
  }
  const std::size_t size = at + end.size();
  request_ = received_.substr(0, size);
  received_.erase(0, size);
  return request_;
}

std::string Conversation::PeekRequest() {
  received_.insert(0, ReadRequest());
  return request_;
}

std::string Conversation::Acceptance(const std::string& more_lines) const {
  const std::string name = "Sec-WebSocket-Key: ";
  const std::size_t at = request_.find(name) + name.size();
  const std::string key = request_.substr(at, request_.find('\r', at) - at);
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Accept: " +
         l05::AcceptFor(key) + "\r\n" + more_lines + "\r\n";
}

void Conversation::Handshake(const std::string& more_lines) {
  ReadRequest();
  Send(Acceptance(more_lines));
}

void Conversation::Send(const std::string& octets) {
  for (std::size_t at = 0; at < octets.size();) {
    std::size_t size = octets.size();
    if (cut_ == Cut::kOctets) size = 1;
    if (cut_ == Cut::kRandom) size = 1 + random_() % 20;
    const std::string part = octets.substr(at, size);
    try {
      Transmit(part);
    } catch (const l01::SocketError&) {
      return;  // the client has gone, which many scripts provoke
    }
    at += part.size();
  }
}

void Conversation::SendFrame(int first, const std::string& payload) {
  Send(ServerFrame(first, payload));
}

std::string Conversation::ReadExactly(std::size_t size) {
  while (received_.size() < size) {
    if (!Fill()) throw std::out_of_range("end");
  }
  std::string octets = received_.substr(0, size);
  received_.erase(0, size);
  return octets;
}

ClientFrame Conversation::ReadFrame() {
  ClientFrame frame;
  try {
    const std::string head = ReadExactly(2);
    if ((head[1] & 0x80) == 0) throw std::runtime_error("unmasked frame");
    std::uint64_t size = l05::Octet(head[1]) & 0x7F;
    if (size >= 126) {
      const std::size_t width = size == 126 ? 2 : 8;
      size = l05::ReadBigEndian(ReadExactly(width).data(), width);
    }
    frame.key = ReadExactly(4);
    frame.payload = ReadExactly(static_cast<std::size_t>(size));
    for (std::size_t i = 0; i < frame.payload.size(); ++i) {
      frame.payload[i] = static_cast<char>(frame.payload[i] ^ frame.key[i % 4]);
    }
    frame.fin = (head[0] & 0x80) != 0;
    frame.rsv1 = (head[0] & 0x40) != 0;
    frame.other_rsv = (head[0] & 0x30) != 0;
    frame.opcode = head[0] & 0x0F;
  } catch (const std::out_of_range&) {
    return {};
  }
  return frame;
}

std::vector<ClientFrame> Conversation::ReadFrames() {
  std::vector<ClientFrame> frames;
  do {
    frames.push_back(ReadFrame());
  } while (frames.back().opcode != -1 && frames.back().opcode != 8);
  return frames;
}

std::vector<ClientFrame> Conversation::ReadEveryFrame() {
  std::vector<ClientFrame> frames;
  for (ClientFrame frame = ReadFrame(); frame.opcode != -1; frame = ReadFrame()) {
    frames.push_back(std::move(frame));
  }
  return frames;
}

void Conversation::ReadToEnd() {
  while (Fill()) received_.clear();
}

bool Conversation::HasSomething() {
  return !StaysSilent(0);
}

bool Conversation::StaysSilent(int milliseconds) {
  pollfd entry{};
  entry.fd = socket_.native();
  entry.events = POLLIN;
  return received_.empty() && l01::native::Poll({&entry, 1}, milliseconds) == 0;
}

std::string Conversation::ReadSome() {
  if (received_.empty()) Fill();
  return std::exchange(received_, {});
}

void Conversation::Reset() {
  linger now{};
  now.l_onoff = 1;
  const void* const value = &now;
  setsockopt(socket_.native(), SOL_SOCKET, SO_LINGER, static_cast<const char*>(value), sizeof(now));
  socket_.Close();
}

ScriptedServer::ScriptedServer(Script script, int clients)
    : listener_(l01::ListenOn(l01::Endpoint::Loopback())) {
  thread_ = std::thread([this, script = std::move(script), clients] {
    for (int i = 0; i < clients && problem_.empty(); ++i) {
      try {
        if (!WaitForClient()) return;
        Conversation conversation(std::move(*listener_.Accept()));
        script(conversation);
      } catch (const std::exception& error) {
        problem_ = error.what();
      }
    }
  });
}

ScriptedServer::~ScriptedServer() {
  abandoned_ = true;
  Join();
}

bool ScriptedServer::WaitForClient() {
  for (int waited = 0; waited < kPatienceMs; waited += 10) {
    pollfd entry{};
    entry.fd = listener_.native();
    entry.events = POLLIN;
    if (l01::native::Poll({&entry, 1}, 10) > 0) return true;
    if (abandoned_) return false;
  }
  throw std::runtime_error("no client");
}

std::string ScriptedServer::Url(const std::string& target) const {
  return "ws://" + listener_.LocalEndpoint().ToString() + target;
}

std::string ScriptedServer::Join() {
  if (thread_.joinable()) thread_.join();
  return problem_;
}

}  // namespace ws_test
