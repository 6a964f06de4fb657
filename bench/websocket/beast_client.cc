// Boost.Beast, synchronous. With the option `tuned` its write buffer has 128 KiB instead of 4 KiB.
//
// A thread that blocks in a write cannot read: the window keeps what is under way small enough for
// the buffers of the kernel.
#include <utility>  // first: Boost 1.74 uses std::exchange and forgets to include it

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <exception>
#include <string>

#include "websocket/job.h"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Stream = beast::websocket::stream<asio::ip::tcp::socket>;

constexpr std::size_t kTunedBuffer = 128 * 1024;
constexpr std::uint64_t kInKernel = 128 * 1024;  // octets that may be under way

std::uint64_t WindowFor(const bench::Job& job) {
  const std::uint64_t fits = kInKernel / std::max<std::size_t>(job.size, 1);
  return std::min(job.window(), std::max<std::uint64_t>(fits, 1));
}

void Open(Stream& stream, const bench::Job& job) {
  const asio::ip::tcp::endpoint server(asio::ip::address_v4::loopback(), job.port);
  stream.next_layer().connect(server);
  stream.next_layer().set_option(asio::ip::tcp::no_delay(true));
  if (job.option == "tuned") stream.write_buffer_bytes(kTunedBuffer);
  stream.handshake("127.0.0.1", job.target);
  stream.binary(true);
}

void ReadOne(Stream& stream, beast::flat_buffer& buffer, const bench::Job& job) {
  stream.read(buffer);
  if (buffer.size() != job.size) bench::FailWith("beast_client: a message of another size");
  buffer.consume(buffer.size());
}

void SendAll(Stream& stream, const bench::Job& job, const std::string& payload) {
  for (std::uint64_t i = 0; i < job.count; ++i) stream.write(asio::buffer(payload));
}

void ReceiveAll(Stream& stream, const bench::Job& job) {
  beast::flat_buffer buffer;
  for (std::uint64_t i = 0; i < job.count; ++i) ReadOne(stream, buffer, job);
}

void Echo(Stream& stream, const bench::Job& job, const std::string& payload) {
  const std::uint64_t window = WindowFor(job);
  beast::flat_buffer buffer;
  std::uint64_t sent = 0;
  for (std::uint64_t received = 0; received < job.count; ++received) {
    for (; sent < job.count && sent - received < window; ++sent) {
      stream.write(asio::buffer(payload));
    }
    ReadOne(stream, buffer, job);
  }
}

void Run(const bench::Job& job) {
  asio::io_context context(1);
  Stream stream(context);
  Open(stream, job);
  const std::string payload(job.size, 'x');
  const bench::Stopwatch watch;
  if (!job.sends()) {
    ReceiveAll(stream, job);
  } else if (!job.receives()) {
    SendAll(stream, job, payload);
    stream.close(beast::websocket::close_code::normal);  // answered when the server has read all
  } else {
    Echo(stream, job, payload);
  }
  watch.StopAndPrint(job);
  if (stream.is_open()) stream.close(beast::websocket::close_code::normal);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    Run(bench::ReadJob(argc, argv));
  } catch (const std::exception& error) {
    bench::FailWith(std::string("beast_client: ") + error.what());
  }
  return 0;
}
