// What a server must do about the three standard streams before anything else.
#ifndef LESSONS_SUPPORT_STANDARD_STREAMS_H_
#define LESSONS_SUPPORT_STANDARD_STREAMS_H_

namespace support {

/// Makes sure that descriptors 0, 1 and 2 are taken. A program that is started with a closed stdout
/// would give number 1 to its first socket, and send a client what it means to print.
void ReserveStandardStreams() noexcept;

/// From now on a write to a pipe that nobody reads fails, instead of ending the process with
/// SIGPIPE: a server must survive the end of whoever read its output.
void IgnoreBrokenPipes() noexcept;

}  // namespace support

#endif  // LESSONS_SUPPORT_STANDARD_STREAMS_H_
