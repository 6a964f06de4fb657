// Several loops, one port. Each has its own listener, its own epoll instance and its own clients,
// so they share nothing and need no lock. Lesson 03.
#ifndef LESSONS_03_EPOLL_SERVERS_SERVER_GROUP_H_
#define LESSONS_03_EPOLL_SERVERS_SERVER_GROUP_H_

#include <memory>
#include <vector>

#include "03_epoll/epoll/reuse_port.h"
#include "03_epoll/servers/run_together.h"

namespace l03 {

/// Runs several servers of one kind on as many threads. Run() on one thread; Stop() from any.
template <typename Server>
class ServerGroup {
 public:
  /// `loops` servers that share `local`. @throws l01::SocketError.
  ServerGroup(const l01::Endpoint& local, int loops) {
    servers_.push_back(std::make_unique<Server>(ListenSharing(local)));
    while (servers_.size() < static_cast<std::size_t>(loops)) {
      // With port 0 the first one picked the port; the others must have the same.
      servers_.push_back(std::make_unique<Server>(ListenSharing(servers_.front()->local())));
    }
  }

  /// Serves until Stop(). @throws what one of the loops throws.
  void Run() {
    RunTogether(
        static_cast<int>(servers_.size()),
        [this](int i) { servers_[static_cast<std::size_t>(i)]->Run(); }, [this] { Stop(); });
  }

  /// Makes Run() return soon. Any thread; also before Run().
  void Stop() {
    for (const auto& server : servers_) server->Stop();
  }

  /// The address they listen on.
  l01::Endpoint local() const { return servers_.front()->local(); }
  /// The servers. Only while Run() is not running.
  const std::vector<std::unique_ptr<Server>>& servers() const { return servers_; }

 private:
  std::vector<std::unique_ptr<Server>> servers_;  // one per thread; at least one
};

}  // namespace l03

#endif  // LESSONS_03_EPOLL_SERVERS_SERVER_GROUP_H_
