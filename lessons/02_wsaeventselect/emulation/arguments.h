// The two shapes in which Winsock passes memory, as the parts below want them: bytes with a length,
// and room for an address whose size is told and told back. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_ARGUMENTS_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_ARGUMENTS_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>

#include "02_wsaeventselect/emulation/kernel_socket.h"

namespace l02 {

/// The bytes behind a pointer of the API. A negative size is none.
template <typename Char>
std::span<Char> Bytes(Char* data, int size) {
  return {data, static_cast<std::size_t>(std::max(size, 0))};
}

/// Copies an address to the caller, who says in `*size` how much room there is. Without room or
/// size the caller does not want it.
inline Outcome GiveAddress(const AnyAddress& address, sockaddr* room, int* size) {
  if (room == nullptr || size == nullptr) return Outcome::Of(0);
  if (*size < static_cast<int>(address.size)) return Outcome::Failed(WSAEFAULT);
  std::memcpy(room, &address.storage, address.size);
  *size = static_cast<int>(address.size);
  return Outcome::Of(0);
}

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_ARGUMENTS_H_
