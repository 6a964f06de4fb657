// The trace recorder: what happened, in which order, on which thread.
//
// A lesson's code says `TraceInstant("recv", {{"socket", 5}, {"bytes", 12}})` where something
// happens. With `--trace FILE` the events are written as Chrome trace-event JSON, which
// https://ui.perfetto.dev opens; without it a call costs one load of an atomic.
//
// The recorder is the one process-wide object of the course. Passing it as a parameter would put it
// into every signature that the lessons teach.
#ifndef LESSONS_SUPPORT_TRACE_H_
#define LESSONS_SUPPORT_TRACE_H_

#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace support {

/// One named value of a trace event: an integer or a text.
struct TraceArgument {
  /// An integer value.
  template <std::integral T>
  TraceArgument(std::string_view argument_name, T value)
      : name(argument_name), number(static_cast<std::int64_t>(value)) {}
  /// A text value. The text must live until the call that records it returns.
  TraceArgument(std::string_view argument_name, std::string_view value)
      : name(argument_name), text(value), is_text(true) {}
  /// A text value.
  TraceArgument(std::string_view argument_name, const char* value)
      : TraceArgument(argument_name, std::string_view(value)) {}

  std::string_view name;    // the key in the event's "args"
  std::int64_t number = 0;  // the value if it is an integer
  std::string_view text;    // the value if it is a text
  bool is_text = false;     // which of the two counts
};

/// A line of the course. (Not std::source_location: clang 14, which checks the course, has none.)
struct TracePlace {
  const char* file;  // as the compiler was called with it
  int line;          // from 1
};

namespace detail {

struct Recorder;

/// The open TraceFile's recorder, or null. In the header, so that a call without one costs a look.
inline std::atomic<Recorder*> recorder = nullptr;

void RecordInstant(std::string_view name, std::span<const TraceArgument> arguments,
                   const TracePlace& place);

}  // namespace detail

/// True while a TraceFile is open. Ask it before you compute an expensive argument.
inline bool TraceIsOn() noexcept {
  return detail::recorder.load(std::memory_order_relaxed) != nullptr;
}

/// Records that `name` happened now on this thread, and in which line of the course: `file` and
/// `line` are always the caller's. Any thread. Does nothing without a TraceFile.
/// Always inlined: only so the compiler builds `arguments` behind the look, and not in front of it.
/// A message of lesson 04 passes three of these calls: they cost 70 of its 555 instructions once.
template <std::size_t N>
[[gnu::always_inline]] inline void TraceInstant(std::string_view name,
                                                const TraceArgument (&arguments)[N],
                                                const char* file = __builtin_FILE(),
                                                int line = __builtin_LINE()) {
  if (!TraceIsOn()) return;
  // The copy: nobody else takes the address of `arguments`.
  detail::RecordInstant(name, std::to_array(arguments), {file, line});
}

/// Records a span from construction to destruction, for calls that wait.
class TraceSpan {
 public:
  /// Begins the span. `name` must live as long as the span: pass a literal. `file` and
  /// `line` are the caller's.
  explicit TraceSpan(std::string_view name, const char* file = __builtin_FILE(),
                     int line = __builtin_LINE());
  ~TraceSpan();
  TraceSpan(const TraceSpan&) = delete;
  TraceSpan& operator=(const TraceSpan&) = delete;

 private:
  std::string_view name_;    // what is going on
  TracePlace place_;         // in which line
  std::int64_t started_us_;  // when it began, or -1 if nothing records
};

/// Opens the trace file for the life of this object. Only one may exist at a time.
class TraceFile {
 public:
  /// Creates `path`. An empty path records nothing.
  /// @throws std::runtime_error that names the file and the system's reason.
  explicit TraceFile(const std::string& path);
  /// Writes the end of the file.
  ~TraceFile();
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;
};

}  // namespace support

#endif  // LESSONS_SUPPORT_TRACE_H_
