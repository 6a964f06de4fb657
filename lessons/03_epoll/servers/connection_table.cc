// Slot number in the low half of the key, generation in the high half.
#include "03_epoll/servers/connection_table.h"

namespace l03 {

// [generation-key]
std::uint64_t ConnectionTable::Add(l01::Socket client) {
  auto connection = std::make_unique<Connection>(std::move(client));
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  slots_[index].connection = std::move(connection);
  return std::uint64_t{slots_[index].generation} << 32 | index;
}

Connection* ConnectionTable::Find(std::uint64_t key) const {
  const std::size_t index = static_cast<std::uint32_t>(key);
  if (index >= slots_.size() || slots_[index].generation != key >> 32) return nullptr;
  return slots_[index].connection.get();
}

void ConnectionTable::Erase(std::uint64_t key) {
  const Connection* connection = Find(key);
  if (connection == nullptr) return;
  erased_.Add(connection->echo.counts());
  const auto index = static_cast<std::uint32_t>(key);
  slots_[index].connection.reset();
  // From now on the old key finds nothing. After 2^32 lives the slot starts over, without 0.
  if (++slots_[index].generation == 0) slots_[index].generation = 1;
  free_.push_back(index);
}
// [generation-key]

l01::IoCounts ConnectionTable::counts() const {
  l01::IoCounts sum = erased_;
  for (const Slot& slot : slots_) {
    if (slot.connection) sum.Add(slot.connection->echo.counts());
  }
  return sum;
}

}  // namespace l03
