// Many clients that connect and then say nothing: what a server with thousands of users has nearly
// all of the time. Lesson 03.
//
// They live in a process of their own (`03_epoll crowd`), because each connection takes a
// descriptor on both sides, and the limit counts per process.
#ifndef LESSONS_03_EPOLL_EXPERIMENTS_CROWD_H_
#define LESSONS_03_EPOLL_EXPERIMENTS_CROWD_H_

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "01_blocking/sockets/endpoint.h"
#include "03_epoll/epoll/descriptor.h"

namespace l03 {

/// The arguments of `crowd`.
struct CrowdOptions {
  std::string host;        // name or numeric address of the server
  std::uint16_t port = 0;  // its TCP port
  std::size_t count = 0;   // how many clients
  bool greet = false;      // each says "hello" once and waits for the echo
};

/// Connects the clients, one after the other, prints `connected N` (and the reason, if that is
/// fewer than asked for), stays until standard input ends, then closes them all. Returns the exit
/// code.
int RunCrowd(const CrowdOptions& options);

/// How many connections this process can accept: the descriptors that are left once the limit is
/// raised, less some for everything else.
std::size_t RoomForConnections();

/// A crowd, started by this process and ended by its destructor.
class CrowdProcess {
 public:
  /// Starts `program crowd …`. Does not wait for the clients: accept them.
  /// @throws l01::SocketError if it cannot be started.
  CrowdProcess(const std::string& program, const l01::Endpoint& server, std::size_t count);
  /// Ends the crowd and waits until it has closed its connections.
  ~CrowdProcess();
  CrowdProcess(const CrowdProcess&) = delete;
  CrowdProcess& operator=(const CrowdProcess&) = delete;

 private:
  Descriptor stdin_;  // closing it ends the crowd
  pid_t pid_ = -1;    // its process
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EXPERIMENTS_CROWD_H_
