// Boost.Beast, asynchronous: it reads and writes at the same time on one thread, as our client
// does. With the option `tuned` its write buffer has 128 KiB instead of 4 KiB.
#include <utility>  // first: Boost 1.74 uses std::exchange and forgets to include it

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <exception>
#include <optional>
#include <string>

#include "websocket/job.h"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using beast::error_code;
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

constexpr std::size_t kTunedBuffer = 128 * 1024;

// The client of one measurement. One read and one write are under way at most, as the library
// wants.
class Client {
 public:
  explicit Client(const bench::Job& job) : job_(job), payload_(job.size, 'x') {}

  void Run() {
    // The way to the open connection is not measured, so it may block.
    stream_.next_layer().connect({asio::ip::address_v4::loopback(), job_.port});
    stream_.next_layer().set_option(asio::ip::tcp::no_delay(true));
    if (job_.option == "tuned") {
      stream_.write_buffer_bytes(kTunedBuffer);
      stream_.auto_fragment(false);
    }
    stream_.handshake("127.0.0.1", job_.target);
    stream_.binary(true);
    watch_.emplace();
    if (job_.sends()) Write();
    if (job_.receives()) Read();
    context_.run();
  }

 private:
  static void Check(const error_code& error, const char* what) {
    if (error) bench::FailWith(std::string("beast_async_client: ") + what + ": " + error.message());
  }

  void Write() {
    if (sent_ == job_.count) return Finish(!job_.receives());
    if (job_.receives() && sent_ - received_ >= job_.window()) return;  // Read() goes on with it
    writing_ = true;
    stream_.async_write(asio::buffer(payload_), [this](const error_code& error, std::size_t) {
      Check(error, "write");
      writing_ = false;
      ++sent_;
      Write();
    });
  }

  void Read() {
    stream_.async_read(buffer_, [this](const error_code& error, std::size_t size) {
      Check(error, "read");
      if (size != job_.size) bench::FailWith("beast_async_client: a message of another size");
      buffer_.consume(size);
      if (++received_ == job_.count) return Finish(true);
      if (job_.sends() && !writing_) Write();
      Read();
    });
  }

  void Finish(bool over) {
    if (!over) return;
    if (job_.receives()) watch_->StopAndPrint(job_);
    // Where nothing comes back, the answer to the Close frame says that the server has read all.
    stream_.async_close(beast::websocket::close_code::normal, [this](const error_code& error) {
      Check(error, "close");
      if (!job_.receives()) watch_->StopAndPrint(job_);
    });
  }

  const bench::Job job_;                                              // what to measure
  const std::string payload_;                                         // of every message
  asio::io_context context_{1};                                       // one thread
  beast::websocket::stream<asio::ip::tcp::socket> stream_{context_};  // the connection
  beast::flat_buffer buffer_;                                         // the message that comes in
  std::optional<bench::Stopwatch> watch_;                             // runs since the handshake
  std::uint64_t sent_ = 0;                                            // messages that have left
  std::uint64_t received_ = 0;                                        // messages that came
  bool writing_ = false;                                              // a write is under way
};

}  // namespace

int main(int argc, char** argv) {
  try {
    Client(bench::ReadJob(argc, argv)).Run();
  } catch (const std::exception& error) {
    bench::FailWith(std::string("beast_async_client: ") + error.what());
  }
  return 0;
}
