// What a program must know about the three standard streams.
#ifndef LESSONS_SUPPORT_STANDARD_STREAMS_H_
#define LESSONS_SUPPORT_STANDARD_STREAMS_H_

#include <string_view>

namespace support {

/// Makes sure that descriptors 0, 1 and 2 are taken. A program that is started with a closed stdout
/// would give number 1 to its first socket, and send a client what it means to print.
void ReserveStandardStreams() noexcept;

/// From now on a write to a pipe that nobody reads fails, instead of ending the process with
/// SIGPIPE: a server must survive the end of whoever read its output.
void IgnoreBrokenPipes() noexcept;

/// Writes all of `text` to standard error, at once. stdio drops what a non-blocking stream does not
/// take, and whoever shares a pipe with us may have made it non-blocking; this waits instead. Gives
/// up in silence if standard error is closed: there is nowhere left to say so.
void WriteStandardError(std::string_view text) noexcept;

}  // namespace support

#endif  // LESSONS_SUPPORT_STANDARD_STREAMS_H_
