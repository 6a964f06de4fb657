// The thread's last error: what WSAGetLastError() returns. Lesson 02.
//
// It has a file of its own, so that the parts below the API can set it without knowing the API.
#ifndef LESSONS_02_WSAEVENTSELECT_EMULATION_LAST_ERROR_H_
#define LESSONS_02_WSAEVENTSELECT_EMULATION_LAST_ERROR_H_

namespace l02 {

/// The calling thread's last error code: 0, a WSA code, or one of Windows. Every thread has its
/// own.
int& LastError();

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EMULATION_LAST_ERROR_H_
