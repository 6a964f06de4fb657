// A large transfer to a reader that is slower than the writer: would-blocks and short sends become
// visible. Lesson 01.
#ifndef LESSONS_01_BLOCKING_EXPERIMENTS_SLOW_TRANSFER_H_
#define LESSONS_01_BLOCKING_EXPERIMENTS_SLOW_TRANSFER_H_

#include <string>

#include "01_blocking/sockets/io_counts.h"
#include "01_blocking/sockets/socket.h"

namespace l01 {

/// Sends `text` from `sender` to `reader`, both ends of one connection, on one thread: the reader
/// takes `reader_step` bytes only when the sender can do nothing more. Returns the sender's calls;
/// `*received` gets what arrived. Both sockets become non-blocking. @throws SocketError.
IoCounts TransferSlowly(Socket& sender, Socket& reader, const std::string& text,
                        std::size_t reader_step, std::string* received);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_EXPERIMENTS_SLOW_TRANSFER_H_
