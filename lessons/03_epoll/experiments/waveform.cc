// The recording first, then the pen.
#include "03_epoll/experiments/waveform.h"

#include <array>
#include <cstdio>
#include <functional>

#include "01_blocking/sockets/pair.h"
#include "03_epoll/epoll/epoll.h"
#include "03_epoll/experiments/arrival.h"

namespace l03 {
namespace {

constexpr std::size_t kNameWidth = 17;
constexpr std::size_t kColumnWidth = 9;
constexpr const char* kLow = "▁";
constexpr const char* kHigh = "█";

bool Reports(Epoll& epoll) {
  std::array<epoll_event, 1> room;
  return !epoll.Wait(room, 0).empty();
}

std::string Padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string Line(const std::string& name, const std::vector<WaveformSample>& samples,
                 const std::function<std::string(const WaveformSample&)>& column) {
  std::string line = Padded(name, kNameWidth);
  for (const WaveformSample& sample : samples) line += column(sample);
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

// One column: high for its first `high` places.
std::string Column(std::size_t high) {
  std::string column;
  for (std::size_t i = 0; i < kColumnWidth; ++i) column += i < high ? kHigh : kLow;
  return column;
}

// A level is up as long as it is reported; an edge and a one-shot are over with their report.
std::string Level(bool reported) {
  return Column(reported ? kColumnWidth : 0);
}
std::string Pulse(bool reported) {
  return Column(reported ? 1 : 0);
}

}  // namespace

// [record-waveform]
std::vector<WaveformSample> RecordWaveform() {
  auto [sender, receiver] = l01::ConnectedPair();
  Epoll level, edge, one_shot;
  const auto arm = [&, fd = receiver.native()](void (Epoll::*call)(int, uint32_t, uint64_t)) {
    (level.*call)(fd, EPOLLIN, 1);
    (edge.*call)(fd, EPOLLIN | EPOLLET, 2);
    (one_shot.*call)(fd, EPOLLIN | EPOLLONESHOT, 3);
  };
  std::vector<WaveformSample> samples;
  const auto look = [&, &socket = receiver](const std::string& action) {
    samples.push_back(
        {action, BytesWaiting(socket), Reports(level), Reports(edge), Reports(one_shot)});
  };
  const auto arrive = [&, &from = sender, &to = receiver](std::size_t bytes) {
    const std::size_t before = BytesWaiting(to);
    from.SendAll(std::vector<std::byte>(bytes));
    AwaitBytes(to, before + bytes);
    look('+' + std::to_string(bytes));
  };
  const auto receive_five = [&, &socket = receiver] {
    std::array<std::byte, 5> room;
    socket.Recv(room);
    look("recv 5");
  };

  arm(&Epoll::Add);
  look("add");
  arrive(10);
  look("wait");
  receive_five();
  arrive(5);
  arm(&Epoll::Modify);
  look("modify");
  receive_five();
  receive_five();
  arrive(5);
  return samples;
}
// [record-waveform]

std::vector<std::string> DrawWaveform(const std::vector<WaveformSample>& samples) {
  using Sample = WaveformSample;
  return {
      Line("what happens", samples, [](const Sample& s) { return Padded(s.action, kColumnWidth); }),
      Line("bytes waiting", samples,
           [](const Sample& s) { return Padded(std::to_string(s.waiting), kColumnWidth); }),
      Line("level-triggered", samples, [](const Sample& s) { return Level(s.level); }),
      Line("edge-triggered", samples, [](const Sample& s) { return Pulse(s.edge); }),
      Line("one-shot", samples, [](const Sample& s) { return Pulse(s.one_shot); })};
}

int ShowWaveformAlone() {
  for (const std::string& line : DrawWaveform(RecordWaveform())) std::printf("%s\n", line.c_str());
  return 0;
}

}  // namespace l03
