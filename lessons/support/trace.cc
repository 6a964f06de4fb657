// Writes trace events as JSON, one per line, under one lock.
//
// The file is a JSON array. Viewers accept an array whose closing bracket is missing, so a trace is
// readable even when the program was killed.
#include "support/trace.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <stdexcept>

namespace support {

using Clock = std::chrono::steady_clock;

struct detail::Recorder {
  std::FILE* file = nullptr;  // the open trace file
  std::mutex mutex;           // guards the file: any thread may record
  bool first = true;          // no comma before the first event
};

namespace {

using detail::Recorder;

// Since the machine's start, and not the program's: so the traces of two programs that talk to each
// other can be laid side by side.
std::int64_t Micros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch())
      .count();
}

// Small consecutive numbers read better in a picture than the system's thread ids.
int ThreadNumber() {
  static std::atomic<int> next = 1;
  thread_local const int number = next++;
  return number;
}

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  return out + '"';
}

// "lessons/03_epoll/epoll/epoll.cc:68", wherever the course was compiled.
std::string Line(const TracePlace& place) {
  const std::string_view file = place.file;
  const std::size_t course = file.rfind("lessons/");
  return std::string(file.substr(course == file.npos ? 0 : course)) + ':' +
         std::to_string(place.line);
}

// The arguments, and behind them the line.
std::string Object(std::span<const TraceArgument> arguments, const TracePlace& place) {
  std::string out = "{";
  for (const TraceArgument& argument : arguments) {
    out += Quoted(argument.name) + ':';
    out += argument.is_text ? Quoted(argument.text) : std::to_string(argument.number);
    out += ',';
  }
  return out + "\"at\":" + Quoted(Line(place)) + '}';
}

void Write(Recorder& recorder, std::string_view name, const std::string& rest) {
  const std::string line = "{\"name\":" + Quoted(name) +
                           ",\"pid\":1,\"tid\":" + std::to_string(ThreadNumber()) + rest + "}";
  const std::lock_guard lock(recorder.mutex);
  std::fputs(recorder.first ? "\n" : ",\n", recorder.file);
  std::fputs(line.c_str(), recorder.file);
  recorder.first = false;
}

}  // namespace

void detail::RecordInstant(std::string_view name, std::span<const TraceArgument> arguments,
                           const TracePlace& place) {
  Recorder* const recorder = detail::recorder.load(std::memory_order_acquire);
  if (recorder == nullptr) return;
  Write(*recorder, name,
        ",\"ph\":\"i\",\"s\":\"t\",\"ts\":" + std::to_string(Micros()) +
            ",\"args\":" + Object(arguments, place));
}

TraceSpan::TraceSpan(std::string_view name, const char* file, int line)
    : name_(name), place_{file, line}, started_us_(-1) {
  if (TraceIsOn()) started_us_ = Micros();
}

TraceSpan::~TraceSpan() {
  Recorder* recorder = detail::recorder.load(std::memory_order_acquire);
  if (recorder == nullptr || started_us_ < 0) return;
  const std::int64_t duration = Micros() - started_us_;
  Write(*recorder, name_,
        ",\"ph\":\"X\",\"ts\":" + std::to_string(started_us_) +
            ",\"dur\":" + std::to_string(duration) + ",\"args\":" + Object({}, place_));
}

TraceFile::TraceFile(const std::string& path) {
  if (path.empty()) return;
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) {
    throw std::runtime_error("open " + path + ": " + std::strerror(errno));
  }
  std::fputs("[", file);
  auto* recorder = new Recorder;
  recorder->file = file;
  detail::recorder.store(recorder, std::memory_order_release);
}

TraceFile::~TraceFile() {
  Recorder* recorder = detail::recorder.exchange(nullptr);
  if (recorder == nullptr) return;
  {
    const std::lock_guard lock(recorder->mutex);
    std::fputs("\n]\n", recorder->file);
    std::fclose(recorder->file);
  }
  delete recorder;
}

}  // namespace support
