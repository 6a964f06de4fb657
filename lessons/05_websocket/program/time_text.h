// The time of day as text, for logs.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_TIME_TEXT_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_TIME_TEXT_H_

#include <chrono>
#include <string>

namespace l05 {

/// "2026-11-28T15:18:45.123Z" (RFC 3339): sorts as text, and means the same in every time zone.
std::string TimeStamp(std::chrono::system_clock::time_point time);

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_TIME_TEXT_H_
