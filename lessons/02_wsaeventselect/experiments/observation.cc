// Keeps what an experiment saw beside what its verdict needs.
#include "02_wsaeventselect/experiments/observation.h"

#include <algorithm>

#include "02_wsaeventselect/model/record_model.h"

namespace l02 {

namespace {

std::string RecordText(long events) {
  return events == 0 ? "nothing" : EventNames(events);
}

}  // namespace

void Observation::Record(std::string_view what, long events, long needed) {
  lines_.push_back({Kind::kSaw, std::string(what), RecordText(events), RecordText(needed)});
}

void Observation::Count(std::string_view what, long count, long needed) {
  lines_.push_back({Kind::kSaw, std::string(what), std::to_string(count), std::to_string(needed)});
}

void Observation::Holds(std::string_view what, bool holds) {
  lines_.push_back({Kind::kSaw, std::string(what), holds ? "yes" : "no", "yes"});
}

bool Observation::supports_verdict() const {
  const auto saw = [](const Line& line) { return line.kind == Kind::kSaw; };
  const auto fits = [](const Line& line) { return line.seen == line.needed; };
  // An experiment that looked at nothing supports nothing.
  return std::any_of(lines_.begin(), lines_.end(), saw) &&
         std::all_of(lines_.begin(), lines_.end(), fits);
}

std::string Observation::Seen(std::string_view what) const {
  const auto found = std::find_if(lines_.rbegin(), lines_.rend(), [&](const Line& line) {
    return line.kind == Kind::kSaw && line.what == what;
  });
  return found == lines_.rend() ? "" : found->seen;
}

}  // namespace l02
