// Selecting, posting, and what a second selection forgets.
#include "02_wsaeventselect/emulation/association.h"

#include <utility>

#include "support/trace.h"

namespace l02 {
namespace {

const char* BitName(int bit) {
  constexpr const char* kNames[] = {"FD_READ",   "FD_WRITE",   "FD_OOB",
                                    "FD_ACCEPT", "FD_CONNECT", "FD_CLOSE"};
  return bit <= FD_CLOSE_BIT ? kNames[bit] : "FD_?";
}

}  // namespace

void Association::Select(std::shared_ptr<EmulatedEvent> event, long mask) {
  ForgetForSelect();
  Tie(std::move(event), mask);
  // What has been recorded and not enumerated survives, and signals the new event at once. Without
  // this a loop that re-selects in every turn would lose what arrived in between.
  if ((record_.recorded() & mask_) != 0) event_->Set();
}

void Association::ForgetForSelect() {
  const Profile& profile = kernel_.profile();
  if (profile.select_clears_unconsumed) record_.Unlatch(record_.recorded());
  const long repeatable = FD_READ | FD_WRITE | FD_OOB | FD_ACCEPT;
  if (profile.reselect_repeats_consumed) record_.Unlatch(repeatable & ~record_.recorded());
  const long arriving = record_.latched() & ~record_.recorded() & (FD_READ | FD_ACCEPT);
  if (profile.new_arrival_reposts && arriving != 0 && kernel_.CountArrivals() > arrivals_) {
    record_.Unlatch(arriving);
  }
}

void Association::Tie(std::shared_ptr<EmulatedEvent> event, long mask) {
  if (mask == 0) event = nullptr;
  if (event_ != event) {
    // Tie first: if that throws, the old association is still whole.
    if (event) event->Tie(owner_);
    if (event_) event_->Untie(owner_);
    event_ = std::move(event);
  }
  mask_ = event_ ? mask : 0;
}

void Association::Post(int bit, int error) {
  if (!record_.Post(bit, error)) return;
  support::TraceInstant("post", {{"socket", static_cast<std::uintptr_t>(handle_)},
                                 {"event", BitName(bit)},
                                 {"error", error}});
  if (bit == FD_READ_BIT || bit == FD_ACCEPT_BIT) arrivals_ = kernel_.CountArrivals();
  if ((mask_ & (1L << bit)) != 0) event_->Set();
}

}  // namespace l02
