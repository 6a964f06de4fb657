// Counting system calls. On a shared machine time is noise; a count is the same on every run that
// does the same. Lesson 01.
#ifndef LESSONS_01_BLOCKING_SOCKETS_IO_COUNTS_H_
#define LESSONS_01_BLOCKING_SOCKETS_IO_COUNTS_H_

#include <cstdint>

#include "01_blocking/sockets/io_result.h"

namespace l01 {

/// How often a loop made each system call, and what came of it.
struct IoCounts {
  std::uint64_t recvs = 0;         // calls of recv
  std::uint64_t sends = 0;         // calls of send
  std::uint64_t would_blocks = 0;  // recv or send that could do nothing
  std::uint64_t short_sends = 0;   // sends that took fewer bytes than they were given
  std::uint64_t waits = 0;         // calls of poll or select
  std::uint64_t accepts = 0;       // calls of accept

  /// All system calls.
  std::uint64_t calls() const noexcept { return recvs + sends + waits + accepts; }

  /// Adds another count to this one.
  void Add(const IoCounts& other) noexcept {
    recvs += other.recvs;
    sends += other.sends;
    would_blocks += other.would_blocks;
    short_sends += other.short_sends;
    waits += other.waits;
    accepts += other.accepts;
  }
  /// Notes one recv.
  void AddRecv(const IoResult& result) noexcept {
    ++recvs;
    if (result.would_block()) ++would_blocks;
  }
  /// Notes one send that was given `size` bytes.
  void AddSend(const IoResult& result, std::size_t size) noexcept {
    ++sends;
    if (result.would_block()) ++would_blocks;
    if (result.ok() && result.bytes < size) ++short_sends;
  }
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_IO_COUNTS_H_
