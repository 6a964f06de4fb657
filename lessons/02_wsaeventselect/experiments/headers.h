// What the compiler had to say about the order of Windows' headers. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_HEADERS_H_
#define LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_HEADERS_H_

namespace l02 {

/// What is known because a file with both headers compiled.
struct HeaderReport {
  bool has_windows_h = false;        // this system has a windows.h
  bool old_header_kept_out = false;  // winsock2.h has shut the door for winsock.h
};

/// The report of this build.
HeaderReport ReportHeaders();

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_HEADERS_H_
