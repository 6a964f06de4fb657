// An echo server on Boost.Beast, so that the client meets a strict implementation in C++ too.
//
//   beast_echo_server [--compress]      prints "listening on 127.0.0.1:PORT", ends with SIGTERM
#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdio>
#include <string>
#include <thread>
#include <utility>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;

void Serve(tcp::socket socket, bool compress) {
  try {
    websocket::stream<tcp::socket> stream(std::move(socket));
    websocket::permessage_deflate deflate;
    deflate.server_enable = compress;
    stream.set_option(deflate);
    stream.read_message_max(256 * 1024 * 1024);
    stream.accept();
    for (;;) {
      beast::flat_buffer buffer;
      stream.read(buffer);
      stream.text(stream.got_text());
      stream.write(buffer.data());
    }
  } catch (const beast::system_error& error) {
    const std::string how = error.code() == websocket::error::closed ? "closed" : error.what();
    std::fprintf(stderr, "%s\n", how.c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  const bool compress = argc > 1 && std::string(argv[1]) == "--compress";
  asio::io_context context;
  tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), 0});
  std::printf("listening on 127.0.0.1:%u\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  for (;;) {
    std::thread(Serve, acceptor.accept(), compress).detach();
  }
}
