// Standard input and output as streams of bytes. Lesson 01.
#ifndef LESSONS_01_BLOCKING_ECHO_STDIO_STREAM_H_
#define LESSONS_01_BLOCKING_ECHO_STDIO_STREAM_H_

#include <cstddef>
#include <span>

#include "01_blocking/sockets/io_result.h"

namespace l01 {

/// Switches off the translation of line ends that Windows does. Call it before the first byte.
void UseBinaryStandardStreams();

/// Reads what stdin has, at least one byte. Blocks, also if whoever started the program has made
/// stdin non-blocking. Tells the end of the input from an input that cannot be read.
IoResult ReadInput(std::span<std::byte> room);
/// The same for who does not care: returns 0 at the end of input, whatever ended it.
std::size_t ReadStandardInput(std::span<std::byte> room);

/// Writes all bytes to stdout, at once. Blocks, also if stdout is non-blocking. @throws SocketError
/// if stdout is closed or full.
void WriteStandardOutput(std::span<const std::byte> bytes);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ECHO_STDIO_STREAM_H_
