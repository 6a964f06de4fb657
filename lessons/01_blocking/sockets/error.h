// Errors that tell the whole story in one line: which call, on which address, the system's reason.
// "Connection refused" alone sends the reader searching; "connect 127.0.0.1:8888: Connection
// refused" does not. Lesson 01.
#ifndef LESSONS_01_BLOCKING_SOCKETS_ERROR_H_
#define LESSONS_01_BLOCKING_SOCKETS_ERROR_H_

#include <stdexcept>
#include <string_view>

namespace l01 {

/// Thrown when setting something up fails. Expected conditions (would block, end of stream, reset)
/// are values instead: see IoResult.
class SocketError : public std::runtime_error {
 public:
  /// `call` is the system call, `where` the address or name it was about (may be empty), `code` the
  /// system's error code. what() reads "connect 127.0.0.1:9: Connection refused".
  SocketError(std::string_view call, std::string_view where, int code);
  /// For failures whose reason is not an error code, such as a name that does not resolve.
  SocketError(std::string_view call, std::string_view where, std::string_view reason);

  /// The system's error code, or 0 if the failure has none.
  int code() const noexcept { return code_; }

 private:
  int code_;  // errno or WSAGetLastError() of the failed call
};

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_SOCKETS_ERROR_H_
