// A thread reads, since a file or a terminal cannot be waited for on every system.
#include "05_websocket/program/line_source.h"

#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <span>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "01_blocking/echo/stdio_stream.h"
#include "01_blocking/sockets/error.h"

namespace l05 {
namespace {

constexpr std::size_t kReadSize = 64 * 1024;  // octets of one read

}  // namespace

// What both threads share. The mutex guards all of it.
struct LineSource::State {
  std::mutex mutex;
  std::condition_variable room;     // a line was taken, or the source was given up
  std::deque<std::string> lines;    // read and not taken
  std::size_t octets = 0;           // in them
  Cut cut = Cut::kLines;            // constant after construction
  bool ended = false;               // nothing more will be read
  std::string error;                // why, if the input did not simply end
  std::function<void()> available;  // empty: given up

  // One line may be larger than the limit: only what waits already is counted.
  bool HasRoom() const { return lines.size() < kMaxWaiting && octets < kMaxWaitingOctets; }

  // Returns false if nobody wants lines any more.
  bool Add(std::string line) {
    if (cut == Cut::kLines && line.ends_with('\r')) line.pop_back();
    std::unique_lock lock(mutex);
    room.wait(lock, [this] { return HasRoom() || !available; });
    if (!available) return false;
    octets += line.size();
    lines.push_back(std::move(line));
    // Who found nothing waits to be told. Who left a line knows that there is one.
    if (lines.size() == 1) available();
    return true;
  }
  void End(std::string why) {
    const std::lock_guard lock(mutex);
    ended = true;
    error = std::move(why);
    if (available) available();
  }
};

LineSource::LineSource(std::function<void()> available, Cut cut)
    : state_(std::make_shared<State>()) {
  state_->cut = cut;
  state_->available = std::move(available);
  std::thread(Read, state_).detach();
}

LineSource::LineSource(std::vector<std::string> lines) : state_(std::make_shared<State>()) {
  for (std::string& line : lines) {
    state_->octets += line.size();
    state_->lines.push_back(std::move(line));
  }
  state_->ended = true;
}

LineSource::~LineSource() {
  const std::lock_guard lock(state_->mutex);
  state_->available = nullptr;
  state_->room.notify_all();
}

LineSource::LineSource() : state_(std::make_shared<State>()) {}

bool LineSource::Push(std::string line) {
  const std::lock_guard lock(state_->mutex);
  state_->octets += line.size();
  state_->lines.push_back(std::move(line));
  return state_->HasRoom();
}

void LineSource::PushEnd() {
  const std::lock_guard lock(state_->mutex);
  state_->ended = true;
}

void LineSource::Read(const std::shared_ptr<State>& state) {
  std::vector<char> buffer(kReadSize);
  std::string line;
  for (;;) {
    const l01::IoResult read = l01::ReadInput(std::as_writable_bytes(std::span(buffer)));
    if (!read.ok()) {
      // The last line may lack its line end. Half a line, cut off by an error, is none.
      const bool last = !line.empty() || state->cut == Cut::kWhole;
      if (read.end_of_stream() && last && !state->Add(std::move(line))) return;
      return state->End(
          read.failed()
              ? l01::SocketError("read", "standard input", std::strerror(read.error)).what()
              : "");
    }
    if (!Divide(*state, {buffer.data(), read.bytes}, &line)) return;
  }
}

// Adds what is complete, and leaves the rest in `line`. Returns false if nobody wants more.
bool LineSource::Divide(State& state, std::string_view rest, std::string* line) {
  if (state.cut == Cut::kBlocks) return state.Add(std::string(rest));
  const char end_mark = state.cut == Cut::kNul ? '\0' : '\n';
  while (state.cut != Cut::kWhole) {
    const std::size_t end = rest.find(end_mark);
    if (end == std::string_view::npos) break;
    line->append(rest.substr(0, end));
    rest.remove_prefix(end + 1);
    if (!state.Add(std::exchange(*line, {}))) return false;
  }
  line->append(rest);
  return true;
}

std::optional<std::string> LineSource::Next() {
  const std::lock_guard lock(state_->mutex);
  if (state_->lines.empty()) return std::nullopt;
  std::string line = std::move(state_->lines.front());
  state_->lines.pop_front();
  state_->octets -= line.size();
  state_->room.notify_all();
  return line;
}

bool LineSource::Offer(const std::function<bool(const std::string&)>& take) {
  if (!front_) front_ = Next();
  if (!front_ || !take(*front_)) return false;
  front_.reset();
  return true;
}

std::size_t LineSource::Discard() {
  std::size_t count = 0;
  while (Offer([](const std::string&) { return true; })) ++count;
  return count;
}

bool LineSource::Ended() const {
  const std::lock_guard lock(state_->mutex);
  return state_->ended && state_->lines.empty() && !front_;
}

std::string LineSource::Error() const {
  const std::lock_guard lock(state_->mutex);
  return state_->error;
}

}  // namespace l05
