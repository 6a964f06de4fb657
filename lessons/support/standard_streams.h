// Descriptors 0, 1 and 2 are the standard streams, also if whoever started the program closed them.
//
// A system gives a new file or socket the lowest free number. With `program >&-` that is 1, and
// then every message that is printed goes into that socket. So the free ones are taken first, by
// the null device: nothing can be read there, and what is written there is gone.
#ifndef LESSONS_SUPPORT_STANDARD_STREAMS_H_
#define LESSONS_SUPPORT_STANDARD_STREAMS_H_

namespace support {

/// Opens the null device for each standard stream that is closed. Call it before the first file,
/// socket or thread.
void OpenClosedStandardStreams();

}  // namespace support

#endif  // LESSONS_SUPPORT_STANDARD_STREAMS_H_
