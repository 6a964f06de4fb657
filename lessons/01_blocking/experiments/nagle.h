// Nagle's algorithm at work: a small piece waits in the sender's kernel. Linux only. Lesson 01.
//
// TCP sends a small piece at once only if no earlier piece is unacknowledged (RFC 9293 section
// 3.7.4). The receiver may hold its acknowledgement back for a while, hoping to send it along with
// data (section 3.8.6.3). Where both wait, a request that was sent in two small pieces stands still
// for up to 40 ms on Linux, although nothing is slow.
#ifndef LESSONS_01_BLOCKING_EXPERIMENTS_NAGLE_H_
#define LESSONS_01_BLOCKING_EXPERIMENTS_NAGLE_H_

namespace l01 {

/// Where the bytes of two small sends are right after the second one.
struct SmallSends {
  int arrived = 0;  ///< bytes that the receiver can read
  int held = 0;     ///< bytes that the sender's kernel has not put on the wire yet
};

/// Sends two single bytes, one call each, to a receiver that delays its acknowledgement, with
/// TCP_NODELAY on or off, and looks. @throws SocketError.
SmallSends ObserveTwoSmallSends(bool no_delay);

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_EXPERIMENTS_NAGLE_H_
