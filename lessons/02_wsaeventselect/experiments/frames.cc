// The two senders, and the reader that counts what is left of their frames.
#include "02_wsaeventselect/experiments/frames.h"

#include <algorithm>

#include "01_blocking/experiments/length_framing.h"

namespace l02 {
namespace {

constexpr long kFramesPerMeal = 50;     // the reader reads once while the sender sends so many
constexpr std::size_t kMeal = 4 << 10;  // bytes of one read, about a quarter of what was sent

std::string Text(long number) {
  return "frame " + std::to_string(number) + " " + std::string(300, 'x');
}

// The slow reader. It knows which frames to expect, so it can tell what is missing.
class Reader {
 public:
  explicit Reader(FrameCounts& counts) : counts_(counts) {}

  void Take(std::string_view piece) {
    if (counts_.nonsense) return;
    frames_.Feed(std::as_bytes(std::span(piece)));
    try {
      while (const auto frame = frames_.Next()) Judge(*frame);
    } catch (const l01::MessageTooLong&) {
      counts_.nonsense = true;  // what it takes for a length is the middle of a frame
    }
  }

 private:
  void Judge(const std::string& frame) {
    while (next_ < kFrames && frame != Text(next_)) ++next_;  // those in between are lost
    if (next_ == kFrames) return;
    ++counts_.intact;
    ++next_;
  }

  FrameCounts& counts_;      // where the verdict goes
  long next_ = 0;            // the frame that should come next
  l01::FrameReader frames_;  // finds the frames in the stream
};

// Buffers of the size that a small device has. With larger ones it only takes more frames.
void LimitBuffers(const ExperimentPair& pair) {
  const int size = 128 * 1024;
  const auto* value = reinterpret_cast<const char*>(&size);
  ::setsockopt(pair.ours(), SOL_SOCKET, SO_SNDBUF, value, sizeof size);
  ::setsockopt(pair.peer(), SOL_SOCKET, SO_RCVBUF, value, sizeof size);
}

// Every send is right on its own. What is wrong is that nobody keeps what send did not take.
class CarelessSender {
 public:
  CarelessSender(ExperimentPair& pair, FrameCounts& counts) : pair_(pair), counts_(counts) {}

  void Send(const std::string& frame) {
    const int sent = pair_.Send(frame);
    if (sent < 0) {
      ++counts_.refused;  // a real program would not even count
    } else if (static_cast<std::size_t>(sent) < frame.size()) {
      ++counts_.cut;
    }
  }

 private:
  ExperimentPair& pair_;  // sends on our end
  FrameCounts& counts_;   // what happened
};

// The same two lines of use, and a queue behind them. A real program would also bound the queue:
// a reader that never reads must not eat our memory.
class QueueingSender {
 public:
  QueueingSender(ExperimentPair& pair, FrameCounts& counts) : pair_(pair), counts_(counts) {}

  void Send(const std::string& frame) {
    queue_ += frame;
    if (!blocked_) Flush();  // while blocked, only FD_WRITE may go on: order matters
  }
  void OnFdWrite() {
    blocked_ = false;
    Flush();
  }
  bool empty() const { return queue_.empty(); }

 private:
  void Flush() {
    std::size_t begin = 0;
    while (begin < queue_.size()) {
      const int sent = pair_.Send(std::string_view(queue_).substr(begin));
      if (sent < 0) {
        ++counts_.refused;
        blocked_ = true;  // this failure has armed FD_WRITE
        break;
      }
      begin += static_cast<std::size_t>(sent);  // also after a short send: try again
    }
    queue_.erase(0, begin);
  }

  ExperimentPair& pair_;  // sends on our end
  FrameCounts& counts_;   // what happened
  std::string queue_;     // what send has not taken yet
  bool blocked_ = false;  // WSAEWOULDBLOCK was said and FD_WRITE has not come since
};

// Returns false if the event was not signalled in time.
bool TakeFdWrite(ExperimentPair& pair, QueueingSender& sender, DWORD timeout_ms) {
  if (!IsSignalled(pair.event(), timeout_ms)) return false;
  if ((TakeEvents(pair.ours(), pair.event()) & FD_WRITE) != 0) sender.OnFdWrite();
  return true;
}

// The reader reads what is under way, the sender sends what it has kept.
void Finish(ExperimentPair& pair, QueueingSender& sender, Reader& reader) {
  while (pair.in_flight() > 0 || !sender.empty()) {
    reader.Take(pair.ReceiveAtPeer(kChunk));
    const bool stuck = pair.in_flight() == 0 && !sender.empty();
    if (!TakeFdWrite(pair, sender, stuck ? kPatienceMs : 0) && stuck) return;
  }
}

}  // namespace

FrameCounts SendCarelessly() {
  ExperimentPair pair;
  LimitBuffers(pair);
  pair.Select(FD_WRITE);
  FrameCounts counts;
  CarelessSender sender(pair, counts);
  Reader reader(counts);
  for (long i = 0; i < kFrames; ++i) {
    sender.Send(l01::Frame(Text(i)));
    if (i % kFramesPerMeal == 0) reader.Take(pair.ReceiveAtPeer(kMeal));
  }
  while (pair.in_flight() > 0) reader.Take(pair.ReceiveAtPeer(kChunk));
  return counts;
}

FrameCounts SendThroughQueue() {
  ExperimentPair pair;
  LimitBuffers(pair);
  pair.Select(FD_WRITE);
  FrameCounts counts;
  QueueingSender sender(pair, counts);
  Reader reader(counts);
  for (long i = 0; i < kFrames; ++i) {
    sender.Send(l01::Frame(Text(i)));
    if (i % kFramesPerMeal != 0) continue;
    reader.Take(pair.ReceiveAtPeer(kMeal));
    TakeFdWrite(pair, sender, 0);
  }
  Finish(pair, sender, reader);
  return counts;
}

}  // namespace l02
