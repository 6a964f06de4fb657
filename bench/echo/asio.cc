// Boost.Asio in the form that its own examples teach: a session that keeps itself alive.
#include <utility>  // first: Boost 1.74 uses std::exchange and forgets to include it

#include <array>
#include <boost/asio.hpp>
#include <memory>

#include "echo/echo.h"
#include "support/loopback.h"

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

class Session : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(tcp::socket socket) : socket_(std::move(socket)) {}

  void Read() {
    socket_.async_read_some(
        asio::buffer(buffer_),
        [self = shared_from_this()](const boost::system::error_code& error, std::size_t size) {
          if (!error) self->Write(size);
        });
  }

 private:
  void Write(std::size_t size) {
    asio::async_write(
        socket_, asio::buffer(buffer_, size),
        [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
          if (!error) self->Read();
        });
  }

  tcp::socket socket_;                           // the client
  std::array<char, bench::kBufferSize> buffer_;  // what came and goes back
};

void Accept(tcp::acceptor& door) {
  door.async_accept([&door](const boost::system::error_code& error, tcp::socket socket) {
    if (!error) std::make_shared<Session>(std::move(socket))->Read();
    Accept(door);
  });
}

}  // namespace

int main() {
  asio::io_context loop(1);  // one thread runs it
  tcp::acceptor door(loop, tcp::v4(), bench::ListenOnLoopback());
  Accept(door);
  loop.run();
  return 0;
}
