// A network in memory: the third backend of the suite. What the layer above the Demultiplexer does
// must not depend on a system, so it is tested on one that has no system at all.
#ifndef TESTS_04_DISPATCHER_SUPPORT_FAKE_NETWORK_H_
#define TESTS_04_DISPATCHER_SUPPORT_FAKE_NETWORK_H_

#include <array>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "04_dispatcher/loop/backend.h"

namespace l04 {

/// One socket of the network.
struct FakeSocket {
  int type = SOCK_STREAM;
  l01::Endpoint local, peer;
  enum class State { kOpen, kListening, kConnecting, kConnected } state = State::kOpen;
  Handle other = kNoHandle;    // the other end, as long as it is open
  std::string in;              // received and unread
  bool ended = false;          // the peer has finished
  bool aborts = false;         // Close resets the connection
  int error = 0;               // a reset or a refusal that nobody has seen yet
  std::deque<Handle> waiting;  // of a listener: connections that nobody has accepted yet
  std::deque<std::pair<l01::Endpoint, std::string>> datagrams;
  std::array<int, kOptionCount> options{};
};

/// The sockets. Used by one loop's thread.
class FakeNetwork final : public SocketCalls {
 public:
  static constexpr std::size_t kRoom = 64 * 1024;

  Handle Open(int family, int type) override;
  void Close(Handle handle) override;
  int SetAbortOnClose(Handle handle) override;
  int Bind(Handle handle, const l01::Endpoint& local) override;
  int Listen(Handle handle, int backlog) override;
  Handle Accept(Handle listener, l01::Endpoint* peer) override;
  int Connect(Handle handle, const l01::Endpoint& peer) override;
  std::ptrdiff_t Send(Handle handle, const void* data, std::size_t size) override;
  std::ptrdiff_t Recv(Handle handle, void* data, std::size_t size) override;
  std::ptrdiff_t SendTo(Handle handle, const void* data, std::size_t size,
                        const l01::Endpoint& peer) override;
  std::ptrdiff_t RecvFrom(Handle handle, void* data, std::size_t size, l01::Endpoint* peer,
                          bool* truncated) override;
  std::ptrdiff_t Peek(Handle handle) override;
  int ShutdownSend(Handle handle) override;
  int SetOption(Handle handle, Option option, int value) override;
  int GetOption(Handle handle, Option option, int* value) override;
  l01::Endpoint LocalEndpoint(Handle handle) override;
  int LastError() override { return error_; }
  ErrorKind KindOf(int error) override;
  int CodeOf(OwnError error) override;
  std::string Reason(int error) override;

  /// What a level-triggered demultiplexer would report now.
  ReadyEvent Look(DispatcherKey key, Handle handle, std::uint32_t mask);

 private:
  FakeSocket* Find(Handle handle);
  FakeSocket* FindByAddress(const l01::Endpoint& local, int type);
  int Fail(int error);
  void BindAny(FakeSocket& socket, int family);
  void Reset(Handle handle);

  std::map<Handle, FakeSocket> sockets_;
  std::uint16_t next_port_ = 10000;
  int error_ = 0;
};

/// Waits for the sockets of a FakeNetwork.
class FakeWaiter final : public Demultiplexer {
 public:
  explicit FakeWaiter(FakeNetwork& network) : network_(network) {}
  int Set(DispatcherKey key, Handle handle, std::uint32_t mask) override;
  void Erase(DispatcherKey key) override { watched_.erase(key); }
  void Wait(int timeout_ms, bool process_io, std::vector<ReadyEvent>* ready) override;
  void WakeUp() override;

 private:
  FakeNetwork& network_;
  std::map<DispatcherKey, std::pair<Handle, std::uint32_t>> watched_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool wake_ = false;
};

/// Both parts.
Backend MakeFakeBackend();

}  // namespace l04

#endif  // TESTS_04_DISPATCHER_SUPPORT_FAKE_NETWORK_H_
