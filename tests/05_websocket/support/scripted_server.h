// A server that does exactly what a test tells it, right or wrong, on a thread of its own.
//
// It uses blocking sockets and none of the code under test except the accept hash.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_SCRIPTED_SERVER_H_
#define TESTS_05_WEBSOCKET_SUPPORT_SCRIPTED_SERVER_H_

#include <atomic>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "01_blocking/sockets/socket.h"
#include "01_blocking/sockets/winsock_session.h"

namespace ws_test {

/// A frame of the client, unmasked.
struct ClientFrame {
  bool fin = false;        // last of its message
  bool rsv1 = false;       // compressed
  bool other_rsv = false;  // RSV2 or RSV3, which mean nothing
  int opcode = -1;         // -1: the client's octets ended
  std::string key;         // four octets
  std::string payload;     // unmasked
};

/// How the octets of a Send are cut.
enum class Cut { kWhole, kOctets, kRandom };

/// One conversation with the client, from the server's side. Every wait ends with an exception
/// when patience is over (patience.h).
class Conversation {
 public:
  explicit Conversation(l01::Socket socket) : socket_(std::move(socket)) {}
  virtual ~Conversation() = default;
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  /// Reads the request up to its blank line.
  std::string ReadRequest();
  /// The request; the next ReadRequest returns it again.
  std::string PeekRequest();
  /// The answer that accepts the request that was read, with these lines added.
  std::string Acceptance(const std::string& more_lines = "") const;
  /// ReadRequest and Send(Acceptance).
  void Handshake(const std::string& more_lines = "");

  /// Sends octets, cut as SetCut said.
  void Send(const std::string& octets);
  void SetCut(Cut cut) { cut_ = cut; }
  /// The same, with the seed of the random cuts: a test prints it.
  void SetCut(Cut cut, unsigned seed) {
    cut_ = cut;
    random_.seed(seed);
  }
  /// Sends an unmasked frame whose first octet is `first`.
  void SendFrame(int first, const std::string& payload);

  /// The next frame. Fails the conversation if it is not masked.
  ClientFrame ReadFrame();
  /// The frames up to the client's Close frame or the end of its octets.
  std::vector<ClientFrame> ReadFrames();
  /// Reads until the client ends the connection, so that a frame behind its Close frame is seen.
  std::vector<ClientFrame> ReadEveryFrame();
  /// Reads and drops everything until the client closes.
  void ReadToEnd();
  /// True if an octet of the client has arrived that was not read yet. Does not wait.
  bool HasSomething();
  /// True if nothing arrives for so long.
  bool StaysSilent(int milliseconds);
  /// Octets that have arrived, without waiting for more than one.
  std::string ReadSome();

  /// Closes the connection in order.
  void Close() { socket_.Close(); }
  /// Breaks the connection: the client sees a reset.
  void Reset();
  l01::Socket& socket() { return socket_; }

 protected:
  /// Receives once and appends to `*received`. Returns false at the end of the client's octets.
  virtual bool Receive(std::string* received);
  /// Sends all of it. @throws l01::SocketError.
  virtual void Transmit(const std::string& octets);

 private:
  std::string ReadExactly(std::size_t size);
  bool Fill() { return Receive(&received_); }

  l01::Socket socket_;       // the client
  std::string received_;     // read and not used up
  std::string request_;      // the client's request
  Cut cut_ = Cut::kWhole;    // how to send
  std::minstd_rand random_;  // for Cut::kRandom
};

/// An unmasked frame as a server sends it.
std::string ServerFrame(int first, const std::string& payload);

/// The payload of a Close frame.
std::string CloseText(int code, const std::string& reason = "");

/// Accepts `clients` connections, one after the other, and runs the script with each.
class ScriptedServer {
 public:
  using Script = std::function<void(Conversation&)>;
  explicit ScriptedServer(Script script, int clients = 1);
  /// Waits for the script; no longer for clients that have not come.
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  /// "ws://127.0.0.1:PORT" + target.
  std::string Url(const std::string& target = "/") const;
  /// Waits for the script and returns what went wrong in it, or an empty string.
  std::string Join();

 private:
  bool WaitForClient();

  l01::WinsockSession winsock_;         // declared first
  l01::Socket listener_;                // where the client comes in
  std::string problem_;                 // what went wrong; read after Join
  std::atomic<bool> abandoned_{false};  // nobody will come any more
  std::thread thread_;                  // runs the script
};

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_SCRIPTED_SERVER_H_
