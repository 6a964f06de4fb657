// A line leaves the input only when the client has taken it, or when it can never be sent.
#include "05_websocket/program/line_feed.h"

#include <utility>

namespace l05 {
namespace {

// What the parts of such an input are called.
std::string NameOf(LineSource::Cut cut) {
  if (cut == LineSource::Cut::kBlocks) return "blocks";
  return cut == LineSource::Cut::kLines ? "lines" : "messages";
}

}  // namespace

void LineFeed::Start(std::function<void()> available) {
  source_.emplace(std::move(available), options_.cut);
}

// [pump]
// Takes lines only while the send queue has room: a file piped into a slow server waits on disk
// and not in memory. SignalWritable comes back here.
void LineFeed::Pump(const std::function<void()>& sent) {
  if (!source_) return;
  if (given_up_) return Count();
  while (source_->Offer([this](const std::string& line) { return Send(line); })) sent();
}

// At a terminal a line may be a command, and "//" at its start is a message that begins with "/".
bool LineFeed::Send(const std::string& line) {
  if (!options_.obey || !line.starts_with('/')) return SendMessage(line);
  if (line.starts_with("//")) return SendMessage(line.substr(1));
  return options_.obey(line);
}

// False: the line is still the source's.
bool LineFeed::SendMessage(const std::string& message) {
  const SendStatus status =
      options_.binary ? client_.SendBinary(message) : client_.SendText(message);
  const bool hopeless = status == SendStatus::kNotUtf8;
  if (!WasTaken(status) && !hopeless) return false;
  ++lines_;
  if (hopeless) ++not_utf8_;
  return true;
}
// [pump]

void LineFeed::Count() {
  const std::size_t count = source_->Discard();
  left_over_ += count;
  lines_ += count;
}

std::string LineFeed::Problem() const {
  if (!source_) return {};
  std::string problem = source_->Error();
  const std::size_t missing = not_utf8_ + lost_ + left_over_;
  if (missing == 0) return problem;
  if (!problem.empty()) problem += "; ";
  // While the input goes on, nobody knows how many lines it has.
  problem += (source_->Ended() ? "" : "at least ") + std::to_string(missing) + " of " +
             std::to_string(lines_) + " " + NameOf(options_.cut) + " were not sent";
  if (not_utf8_ == missing) return problem + ": not UTF-8";
  return not_utf8_ == 0 ? problem
                        : problem + ", " + std::to_string(not_utf8_) + " of them not UTF-8";
}

}  // namespace l05
