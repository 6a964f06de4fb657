// Error codes: from the kernel's errno to Winsock's, and the result of one operation. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_ERRORS_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_ERRORS_H_

namespace l02 {

/// No errno value of Linux is larger: for those who look for the value behind a code.
inline constexpr int kHighestErrno = 133;

/// Winsock's code for an errno value, such as WSAECONNREFUSED for ECONNREFUSED.
int WinsockCode(int errno_value);

/// True if this errno value says that the connection is broken. All others are about the call that
/// got them: a bad pointer, too little memory, a signal. The connection goes on after those.
bool EndsConnection(int errno_value);

/// What one operation on a socket came to: a value, or a Winsock error code.
struct Outcome {
  int value = 0;  // what the API function returns if error is 0
  int error = 0;  // a WSAE code, or 0

  /// True if the operation worked.
  bool ok() const { return error == 0; }
  /// The operation worked and returns `value`.
  static Outcome Of(int value) { return {value, 0}; }
  /// The operation failed with this Winsock code.
  static Outcome Failed(int code) { return {-1, code}; }
  /// A system call failed: take the code from errno.
  static Outcome FromErrno();
};

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_ERRORS_H_
