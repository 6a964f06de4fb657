// The socket calls of the WSAEventSelect backend: Winsock, real or emulated. Lesson 04.
#ifndef LESSONS_04_DISPATCHER_BACKENDS_WINSOCK_SOCKET_CALLS_H_
#define LESSONS_04_DISPATCHER_BACKENDS_WINSOCK_SOCKET_CALLS_H_

#include "02_wsaeventselect/winsock/startup.h"
#include "04_dispatcher/loop/socket_calls.h"

namespace l04 {

/// SocketCalls by Winsock. A Handle is a SOCKET; error codes are WSAE codes, on Linux too.
class WinsockSocketCalls final : public SocketCalls {
 public:
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
  int LastError() override;
  ErrorKind KindOf(int error) override;
  int CodeOf(OwnError error) override;
  std::string Reason(int error) override;

 private:
  l02::WinsockStartup
      winsock_;  // Winsock is started before the first call and ended after the last
};

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_BACKENDS_WINSOCK_SOCKET_CALLS_H_
