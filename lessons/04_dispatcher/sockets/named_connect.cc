// A look-up, then a walk along its result.
#include "04_dispatcher/sockets/named_connect.h"

#include <utility>

namespace l04 {

void NamedConnect::Start(const std::string& host, std::uint16_t port, std::function<void()> found) {
  resolver_.Start(
      host, port,
      [this, found = std::move(found)](std::vector<l01::Endpoint> addresses, std::string failure) {
        addresses_ = std::move(addresses);
        failure_ = std::move(failure);
        found();  // may destroy this object: nothing may follow
      });
}

std::optional<l01::Endpoint> NamedConnect::Next() {
  clock_.reset();
  if (!HasNext()) return std::nullopt;
  return addresses_[next_++];
}

void NamedConnect::StartClock(std::function<void()> late) {
  if (per_address_ == AsyncSocket::kNoLimit) return;
  clock_ = server_.CallAfter(per_address_, std::move(late));
}

void NamedConnect::Cancel() {
  clock_.reset();
  resolver_.Cancel();
  addresses_.clear();
}

}  // namespace l04
