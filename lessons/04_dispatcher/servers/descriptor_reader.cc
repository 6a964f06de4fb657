// One read per event: a source that never dries up must not keep the loop for itself.
#include "04_dispatcher/servers/descriptor_reader.h"

#include <unistd.h>

#include <cerrno>

#include "01_blocking/sockets/native.h"

namespace l04 {

DescriptorReader::DescriptorReader(PhysicalSocketServer& loop, int fd) : loop_(loop), fd_(fd) {
  loop_.Add(this);
}

void DescriptorReader::SetPaused(bool paused) {
  paused_ = paused;
  loop_.Update(this);  // the mask may be another one now
}

// [own-on-event]
void DescriptorReader::OnEvent(std::uint32_t /*flags*/, int /*error*/) {
  if (paused_ || over_) return;  // reported before somebody else's handler paused it
  char room[16 * 1024];
  const ssize_t size = ::read(fd_, room, sizeof room);
  if (size > 0) {
    SignalBytes(std::string_view(room, static_cast<std::size_t>(size)));
    return;  // the handler may have destroyed this object: nothing may follow
  }
  if (size < 0 && (l01::IsWouldBlock(errno) || l01::IsInterrupted(errno))) return;
  const int error = size < 0 ? errno : 0;
  over_ = true;
  loop_.Update(this);
  SignalEnd(error);
}
// [own-on-event]

}  // namespace l04
