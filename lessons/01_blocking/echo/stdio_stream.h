// Standard input and output as streams of bytes. Lesson 01.
#ifndef LESSONS_01_BLOCKING_ECHO_STDIO_STREAM_H_
#define LESSONS_01_BLOCKING_ECHO_STDIO_STREAM_H_

#include <cstddef>
#include <span>

namespace l01 {

/// Switches off the translation of line ends that Windows does. Call it before the first byte.
void UseBinaryStandardStreams();

/// Reads what stdin has, at least one byte. Blocks. Returns 0 at the end of input.
std::size_t ReadStandardInput(std::span<std::byte> room);

/// Writes all bytes to stdout, at once. @throws SocketError if stdout is closed or full.
void WriteStandardOutput(std::span<const std::byte> bytes);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ECHO_STDIO_STREAM_H_
