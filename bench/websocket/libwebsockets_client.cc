// libwebsockets: it calls back when the socket is writable, and one message may be written then.
#include <libwebsockets.h>

#include <memory>
#include <string>
#include <vector>

#include "websocket/job.h"

namespace {

// The client of one measurement.
class Bench {
 public:
  explicit Bench(const bench::Job& job) : job_(job), frame_(LWS_PRE + job.size, 'x') {}

  void Run() {
    lws_set_log_level(LLL_ERR, nullptr);
    lws_context_creation_info info{};
    info.port = CONTEXT_PORT_NO_LISTEN;
    info.gid = -1;  // stay who we are
    info.uid = -1;
    info.protocols = Protocols();
    info.user = this;
    lws_context* const context = lws_create_context(&info);
    if (context == nullptr) bench::FailWith("libwebsockets_client: no context");
    Connect(context);
    while (!over_ && lws_service(context, 0) >= 0) {
    }
    lws_context_destroy(context);
  }

 private:
  static const lws_protocols* Protocols() {
    constexpr std::size_t kReceiveBuffer = 64 * 1024;
    static const lws_protocols kProtocols[] = {
        {"bench", &Bench::Callback, 0, kReceiveBuffer, 0, nullptr, 0},
        {nullptr, nullptr, 0, 0, 0, nullptr, 0}};
    return kProtocols;
  }

  void Connect(lws_context* context) const {
    lws_client_connect_info info{};
    info.context = context;
    info.address = "127.0.0.1";
    info.port = job_.port;
    info.path = job_.target.c_str();
    info.host = info.address;
    info.origin = info.address;
    info.local_protocol_name = "bench";
    if (lws_client_connect_via_info(&info) == nullptr) {
      bench::FailWith("libwebsockets_client: connect failed");
    }
  }

  static int Callback(lws* wsi, lws_callback_reasons reason, void*, void*, std::size_t size) {
    auto* const self = static_cast<Bench*>(lws_context_user(lws_get_context(wsi)));
    switch (reason) {
      case LWS_CALLBACK_CLIENT_ESTABLISHED:
        self->watch_ = std::make_unique<bench::Stopwatch>();
        return self->AskToWrite(wsi);
      case LWS_CALLBACK_CLIENT_WRITEABLE:
        return self->OnWritable(wsi);
      case LWS_CALLBACK_CLIENT_RECEIVE:
        return self->OnReceive(wsi, size);
      case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
        bench::FailWith("libwebsockets_client: the handshake failed");
      case LWS_CALLBACK_CLIENT_CLOSED:
        if (!self->job_.receives()) self->watch_->StopAndPrint(self->job_);
        self->over_ = true;
        return 0;
      default:
        return 0;
    }
  }

  bool MaySend() const {
    return job_.sends() && sent_ < job_.count && sent_ - received_ < job_.window();
  }

  int AskToWrite(lws* wsi) const {
    const bool all_sent = !job_.receives() && sent_ == job_.count;
    if (MaySend() || all_sent) lws_callback_on_writable(wsi);
    return 0;
  }

  int OnWritable(lws* wsi) {
    if (!job_.receives() && sent_ == job_.count) return Close(wsi);
    if (!MaySend()) return 0;
    auto* const octets = reinterpret_cast<unsigned char*>(frame_.data()) + LWS_PRE;
    if (lws_write(wsi, octets, job_.size, LWS_WRITE_BINARY) < 0) {
      bench::FailWith("libwebsockets_client: write failed");
    }
    ++sent_;
    return AskToWrite(wsi);
  }

  int OnReceive(lws* wsi, std::size_t size) {
    in_message_ += size;
    if (lws_is_final_fragment(wsi) == 0 || lws_remaining_packet_payload(wsi) != 0) return 0;
    if (in_message_ != job_.size) bench::FailWith("libwebsockets_client: another size");
    in_message_ = 0;
    if (++received_ < job_.count) return AskToWrite(wsi);
    watch_->StopAndPrint(job_);
    over_ = true;
    return -1;
  }

  // A callback that returns -1 lets the library close the connection.
  static int Close(lws* wsi) {
    lws_close_reason(wsi, LWS_CLOSE_STATUS_NORMAL, nullptr, 0);
    return -1;
  }

  const bench::Job job_;                     // what to measure
  std::vector<char> frame_;                  // room for a header, then the payload
  std::unique_ptr<bench::Stopwatch> watch_;  // runs since the handshake
  std::uint64_t sent_ = 0;                   // messages that the library took
  std::uint64_t received_ = 0;               // messages that came
  std::size_t in_message_ = 0;               // octets of the message that is coming
  bool over_ = false;                        // the connection is closed, or may be
};

}  // namespace

int main(int argc, char** argv) {
  Bench(bench::ReadJob(argc, argv)).Run();
  return 0;
}
