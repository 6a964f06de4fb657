// websocketpp on Asio. With the option `fast-keys` its masking keys come from a fast generator: its
// own one asks std::random_device for every frame, and that is all one would measure.
//
// C++17: the library's headers are no valid C++20.
#include <memory>
#include <random>
#include <string>
#include <websocketpp/client.hpp>
#include <websocketpp/config/asio_no_tls_client.hpp>

#include "websocket/job.h"

namespace {

constexpr std::size_t kQueueMark = 64 * 1024;

struct FastKeys {
  std::uint32_t operator()() { return static_cast<std::uint32_t>(generator()); }
  std::mt19937 generator;  // can be predicted, which RFC 6455 forbids: for the comparison only
};

struct FastConfig : websocketpp::config::asio_client {
  typedef FastKeys rng_type;
};

// The client of one measurement.
template <typename Config>
class Bench {
 public:
  explicit Bench(const bench::Job& job) : job_(job), payload_(job.size, 'x') {
    client_.clear_access_channels(websocketpp::log::alevel::all);
    client_.clear_error_channels(websocketpp::log::elevel::all);
    client_.init_asio();
    client_.set_open_handler([this](websocketpp::connection_hdl) { OnOpen(); });
    client_.set_message_handler(
        [this](websocketpp::connection_hdl, typename Client::message_ptr message) {
          OnMessage(message->get_payload().size());
        });
    client_.set_close_handler([this](websocketpp::connection_hdl) {
      if (!job_.receives()) watch_->StopAndPrint(job_);
    });
    client_.set_fail_handler([](websocketpp::connection_hdl) {
      bench::FailWith("websocketpp_client: the handshake failed");
    });
  }

  void Run() {
    websocketpp::lib::error_code error;
    connection_ = client_.get_connection(job_.url, error);
    if (error) bench::FailWith("websocketpp_client: " + error.message());
    client_.connect(connection_);
    client_.run();
  }

 private:
  using Client = websocketpp::client<Config>;

  void OnOpen() {
    // The other clients do so, too; the library leaves Nagle's algorithm on.
    connection_->get_raw_socket().set_option(websocketpp::lib::asio::ip::tcp::no_delay(true));
    watch_ = std::make_unique<bench::Stopwatch>();
    if (job_.sends()) SendMore();
  }

  void SendMore() {
    while (sent_ < job_.count && sent_ - received_ < job_.window()) {
      if (connection_->get_buffered_amount() >= kQueueMark) {
        // Nothing tells when the queue has become shorter: look again in the next turn.
        client_.get_io_service().post([this] { SendMore(); });
        return;
      }
      connection_->send(payload_.data(), payload_.size(), websocketpp::frame::opcode::binary);
      ++sent_;
    }
    if (!job_.receives() && sent_ == job_.count) Close();
  }

  void OnMessage(std::size_t size) {
    if (size != job_.size) bench::FailWith("websocketpp_client: a message of another size");
    if (++received_ == job_.count) {
      watch_->StopAndPrint(job_);
      Close();
    } else if (job_.mode == "pingpong" || job_.mode == "stream") {
      SendMore();
    }
  }

  void Close() { connection_->close(websocketpp::close::status::normal, ""); }

  const bench::Job job_;                        // what to measure
  const std::string payload_;                   // of every message
  Client client_;                               // the library
  typename Client::connection_ptr connection_;  // the connection
  std::unique_ptr<bench::Stopwatch> watch_;     // runs since the handshake
  std::uint64_t sent_ = 0;                      // messages that the library took
  std::uint64_t received_ = 0;                  // messages that came
};

}  // namespace

int main(int argc, char** argv) {
  const bench::Job job = bench::ReadJob(argc, argv);
  if (job.option == "fast-keys") {
    Bench<FastConfig>(job).Run();
  } else {
    Bench<websocketpp::config::asio_client>(job).Run();
  }
  return 0;
}
