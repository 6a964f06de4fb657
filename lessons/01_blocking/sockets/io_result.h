// What one send or recv did. The four outcomes ask for four different reactions, and mixing them up
// is the most common bug in socket code: `while (recv(...) > 0)` treats "nothing there yet", "the
// peer is done" and "the connection broke" alike. Lesson 01.
#ifndef LESSONS_01_BLOCKING_SOCKETS_IO_RESULT_H_
#define LESSONS_01_BLOCKING_SOCKETS_IO_RESULT_H_

#include <cstddef>

namespace l01 {

/// The outcome of one Send or Recv on a stream socket.
struct IoResult {
  /// Which of the four things happened.
  enum class Status {
    kBytes,        ///< `bytes` were moved; fewer than asked for is normal
    kWouldBlock,   ///< non-blocking socket: nothing possible now, wait for readiness
    kEndOfStream,  ///< Recv only: the peer sends nothing more; we may still send
    kError,        ///< the connection is broken; `error` says why
  };

  // In this order it takes 16 bytes, which a function returns in two registers.
  Status status = Status::kBytes;  // what happened
  int error = 0;                   // the system's error code if kError, else 0
  std::size_t bytes = 0;           // bytes moved if kBytes, else 0

  /// The four outcomes, to be returned.
  static IoResult Bytes(std::size_t count) { return {Status::kBytes, 0, count}; }
  static IoResult WouldBlock() { return {Status::kWouldBlock, 0, 0}; }
  static IoResult EndOfStream() { return {Status::kEndOfStream, 0, 0}; }
  static IoResult Error(int code) { return {Status::kError, code, 0}; }

  /// Some bytes were moved.
  bool ok() const noexcept { return status == Status::kBytes; }
  /// Nothing was possible now.
  bool would_block() const noexcept { return status == Status::kWouldBlock; }
  /// The peer has closed its direction.
  bool end_of_stream() const noexcept { return status == Status::kEndOfStream; }
  /// The connection is broken.
  bool failed() const noexcept { return status == Status::kError; }
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_IO_RESULT_H_
