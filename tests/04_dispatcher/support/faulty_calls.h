// Socket calls that forward to others, and go wrong when a test says so.
#ifndef TESTS_04_DISPATCHER_SUPPORT_FAULTY_CALLS_H_
#define TESTS_04_DISPATCHER_SUPPORT_FAULTY_CALLS_H_

#include <algorithm>
#include <memory>
#include <utility>

#include "04_dispatcher/loop/socket_calls.h"

namespace l04 {

/// What a test can break and count.
struct Faults {
  std::size_t longest_send = static_cast<std::size_t>(-1);  // a Send takes no more than this
  int failing_accepts = 0;                                  // so many Accept calls fail
  int accept_error = 0;                                     // with this code
  bool connect_at_once = false;                             // Connect succeeds inside the call
  int opens = 0, recvs = 0, sends = 0, peeks = 0;           // calls so far
};

/// Forwards everything.
class FaultyCalls final : public SocketCalls {
 public:
  FaultyCalls(std::unique_ptr<SocketCalls> real, Faults& faults)
      : real_(std::move(real)), faults_(faults) {}

  Handle Open(int family, int type) override {
    ++faults_.opens;
    return real_->Open(family, type);
  }
  void Close(Handle handle) override { real_->Close(handle); }
  int SetAbortOnClose(Handle handle) override { return real_->SetAbortOnClose(handle); }
  int Bind(Handle handle, const l01::Endpoint& local) override {
    return real_->Bind(handle, local);
  }
  int Listen(Handle handle, int backlog) override { return real_->Listen(handle, backlog); }
  Handle Accept(Handle listener, l01::Endpoint* peer) override {
    if (faults_.failing_accepts == 0) return real_->Accept(listener, peer);
    --faults_.failing_accepts;
    l01::Endpoint nobody;  // the client is lost, as after ECONNABORTED
    const Handle lost = real_->Accept(listener, &nobody);
    if (lost != kNoHandle) real_->Close(lost);
    accept_failed_ = true;
    return kNoHandle;
  }
  int Connect(Handle handle, const l01::Endpoint& peer) override {
    const int result = real_->Connect(handle, peer);
    return faults_.connect_at_once ? 0 : result;
  }
  std::ptrdiff_t Send(Handle handle, const void* data, std::size_t size) override {
    ++faults_.sends;
    return real_->Send(handle, data, std::min(size, faults_.longest_send));
  }
  std::ptrdiff_t Recv(Handle handle, void* data, std::size_t size) override {
    ++faults_.recvs;
    return real_->Recv(handle, data, size);
  }
  std::ptrdiff_t SendTo(Handle handle, const void* data, std::size_t size,
                        const l01::Endpoint& peer) override {
    return real_->SendTo(handle, data, size, peer);
  }
  std::ptrdiff_t RecvFrom(Handle handle, void* data, std::size_t size, l01::Endpoint* peer,
                          bool* truncated) override {
    return real_->RecvFrom(handle, data, size, peer, truncated);
  }
  std::ptrdiff_t Peek(Handle handle) override {
    ++faults_.peeks;
    return real_->Peek(handle);
  }
  int ShutdownSend(Handle handle) override { return real_->ShutdownSend(handle); }
  int SetOption(Handle handle, Option option, int value) override {
    return real_->SetOption(handle, option, value);
  }
  int GetOption(Handle handle, Option option, int* value) override {
    return real_->GetOption(handle, option, value);
  }
  l01::Endpoint LocalEndpoint(Handle handle) override { return real_->LocalEndpoint(handle); }
  int LastError() override {
    return std::exchange(accept_failed_, false) ? faults_.accept_error : real_->LastError();
  }
  ErrorKind KindOf(int error) override { return real_->KindOf(error); }
  int CodeOf(OwnError error) override { return real_->CodeOf(error); }
  std::string Reason(int error) override { return real_->Reason(error); }

 private:
  std::unique_ptr<SocketCalls> real_;
  Faults& faults_;
  bool accept_failed_ = false;
};

}  // namespace l04

#endif  // TESTS_04_DISPATCHER_SUPPORT_FAULTY_CALLS_H_
