// One thread per question: getaddrinfo blocks, and the loop must not.
#include "04_dispatcher/sockets/resolver.h"

#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "01_blocking/sockets/error.h"
#include "01_blocking/sockets/winsock_session.h"

namespace l04 {

// What the loop's thread and the asking thread share.
struct Resolver::Request {
  std::mutex mutex;                        // guards `server`
  PhysicalSocketServer* server = nullptr;  // null: cancelled, and the loop may be gone
  Done done;                               // loop's thread only
};

void Resolver::Start(const std::string& host, std::uint16_t port, Done done) {
  Cancel();
  request_ = std::make_shared<Request>();
  request_->server = &server_;
  request_->done = std::move(done);
  try {
    std::thread(LookUp, request_, host, port).detach();
  } catch (const std::system_error& error) {  // no thread is left: this look-up has failed
    Answer(request_, {}, "resolve " + host + ": no thread: " + error.code().message());
  }
}

void Resolver::Cancel() {
  if (!request_) return;
  {
    const std::lock_guard lock(request_->mutex);
    request_->server = nullptr;
  }
  request_->done = nullptr;
  request_.reset();
}

void Resolver::LookUp(const std::shared_ptr<Request>& request, const std::string& host,
                      std::uint16_t port) {
  const l01::WinsockSession winsock;  // this thread may outlive the one in main()
  std::vector<l01::Endpoint> addresses;
  std::string error;
  try {
    addresses = l01::Resolve(host, port);
  } catch (const l01::SocketError& problem) {
    error = problem.what();
  }
  Answer(request, addresses, error);
}

// Posts the answer to the loop, unless the request was cancelled.
void Resolver::Answer(const std::shared_ptr<Request>& request,
                      const std::vector<l01::Endpoint>& addresses, const std::string& error) {
  // The lock is held while posting: otherwise the loop could be destroyed between the check and the
  // call. Post never waits for a handler, so nobody waits for long.
  const std::lock_guard lock(request->mutex);
  if (request->server == nullptr) return;
  request->server->Post([request, addresses, error] {
    if (!request->done) return;  // cancelled between Post and now
    const Done done = std::exchange(request->done, nullptr);
    done(addresses, error);
  });
}

}  // namespace l04
