// An AsyncSocket with TLS inside: it wraps a connected one and keeps lesson 04's contract, so the
// client above does not know the difference. WebRTC's OpenSSLAdapter has the same place.
//
// What keeps the contract from coming for free: octets that OpenSSL has decrypted are no longer in
// the kernel, which therefore announces nothing more. So this class announces them itself.
#ifndef LESSONS_05_WEBSOCKET_TLS_SOCKET_H_
#define LESSONS_05_WEBSOCKET_TLS_SOCKET_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "04_dispatcher/loop/physical_socket_server.h"
#include "05_websocket/tls/engine.h"

namespace l05 {

/// TLS around one connection. The handshake starts at once and ends with SignalConnectEvent, or
/// with SignalCloseEvent. The end carries 0 only if the server sent its close_notify.
class TlsSocket final : public l04::AsyncSocket {
 public:
  /// `socket` must be connected. `loop` must outlive this object.
  TlsSocket(l04::PhysicalSocketServer& loop, std::unique_ptr<l04::AsyncSocket> socket,
            std::shared_ptr<TlsEngine> engine);
  /// Sends a close_notify if the socket takes it, and closes.
  ~TlsSocket() override;

  int Send(const void* data, std::size_t size) override;
  int Recv(void* data, std::size_t size) override;
  int ShutdownSend() override;
  int Close() override;
  int GetError() const override { return failure_.code; }
  bool IsBlocking() const override { return failure_.blocking; }
  std::string ErrorText(int error) const override;
  State GetState() const override;
  l01::Endpoint GetLocalAddress() const override { return socket_->GetLocalAddress(); }
  l01::Endpoint GetRemoteAddress() const override { return socket_->GetRemoteAddress(); }
  int SetOption(l04::Option option, int value) override {
    return socket_->SetOption(option, value);
  }
  int GetOption(l04::Option option, int* value) override {
    return socket_->GetOption(option, value);
  }

  void PauseReading() override { socket_->PauseReading(); }
  void Abort() override;
  l04::Handle GetNativeHandle() const override { return socket_->GetNativeHandle(); }

  // A connection that stands, and one of TCP, can do none of these.
  int Bind(const l01::Endpoint& /*local*/) override { return -1; }
  int Listen(int /*backlog*/) override { return -1; }
  std::unique_ptr<AsyncSocket> Accept(l01::Endpoint* /*peer*/) override { return nullptr; }
  int Connect(const l01::Endpoint& /*peer*/) override { return -1; }
  int Connect(const std::string& /*host*/, std::uint16_t /*port*/,
              std::chrono::milliseconds /*per_address*/) override {
    return -1;
  }
  int SendTo(const void* /*data*/, std::size_t /*size*/, const l01::Endpoint& /*peer*/) override {
    return -1;
  }
  int RecvFrom(void* /*data*/, std::size_t /*size*/, l01::Endpoint* /*peer*/,
               bool* /*truncated*/) override {
    return -1;
  }

 private:
  // What became of the output.
  enum class Pushed { kAll, kBlocked, kBroken };

  void OnReadable();
  void OnWritable();
  void OnClosed(int error);
  void AdvanceHandshake();
  bool Pull();
  Pushed Push();
  std::size_t ReadInto(char* to, std::size_t size);
  bool HasMore();
  void AnnounceSoon();
  void Announce();
  void AnnounceEnd();
  void EndWith(int code);
  int FailCall(int code, bool blocking);

  // How far the conversation has come.
  struct Stage {
    bool established = false;     // the TLS handshake is done
    bool over = false;            // SignalCloseEvent was sent, or Close() called
    bool closed = false;          // Close() was called
    bool wants_write = false;     // a Send was blocked: SignalWriteEvent is owed
    bool tcp_ended = false;       // the socket below has told its end
    bool shutdown_waits = false;  // end our direction once the output is sent
    std::optional<int> end;       // how it ended; told when all was read
  };
  // The last call that failed.
  struct Failure {
    int code = 0;           // its error
    bool blocking = false;  // it only said "not now"
  };

  l04::PhysicalSocketServer& loop_;           // timers
  std::unique_ptr<l04::AsyncSocket> socket_;  // the connection
  std::shared_ptr<TlsEngine> engine_;         // the cryptography
  std::vector<char> ciphertext_;              // room for one Recv of it
  Stage now_;                                 // see Stage
  Failure failure_;                           // see GetError() and IsBlocking()
  l04::Timer announce_;                       // runs Announce()
  std::shared_ptr<char> life_;                // expires when a handler destroys this object
  std::vector<l04::Connection> slots_;        // declared last: disconnected first
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_TLS_SOCKET_H_
