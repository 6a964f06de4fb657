// A text for a Winsock error code. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_WINSOCK_REASON_H_
#define LESSONS_02_WSAEVENTSELECT_WINSOCK_REASON_H_

#include <string>

namespace l02 {

/// The system's text for a WSAE code, such as "Connection refused" for WSAECONNREFUSED.
std::string WinsockReason(int code);

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_WINSOCK_REASON_H_
