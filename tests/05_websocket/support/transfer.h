// A large transfer in both directions at once.
#ifndef TESTS_05_WEBSOCKET_SUPPORT_TRANSFER_H_
#define TESTS_05_WEBSOCKET_SUPPORT_TRANSFER_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/05_websocket/support/recorder.h"

namespace ws_test {

/// Many octets each way, each compared, through a server that reads slowly and a client that stops
/// reading again and again.
class Transfer {
 public:
  Transfer(const std::string& url, std::size_t total, const l05::ClientOptions& options)
      : total_(total) {
    recorder_.slots.clear();  // nothing is recorded: what comes is compared and forgotten
    slots_.push_back(recorder_.client.SignalOpen.connect([this](auto*) { SendMore(); }));
    slots_.push_back(recorder_.client.SignalWritable.connect([this](auto*) { SendMore(); }));
    slots_.push_back(recorder_.client.SignalMessage.connect(
        [this](auto*, l05::Opcode, std::string_view payload) { Compare(payload); }));
    slots_.push_back(recorder_.client.SignalClose.connect(
        [this](auto*, const l05::CloseInfo& info) { end_ = info; }));
    recorder_.Open(url, options);
  }

  // Returns how the connection ended.
  l05::CloseInfo Run() {
    EXPECT_TRUE(recorder_.Until([this] { return end_ || received_ == total_ || differs_; },
                                test_support::kLongPatience));
    EXPECT_FALSE(end_) << end_->what;
    recorder_.client.ResumeReading();
    recorder_.client.Close();
    EXPECT_TRUE(recorder_.Until([this] { return end_.has_value(); }));
    return end_.value_or(l05::CloseInfo());
  }

  std::size_t received() const { return received_; }
  bool differs() const { return differs_; }
  int pauses() const { return pauses_; }

 private:
  static constexpr std::size_t kMessage = 100'000;

  // Every octet depends on its place in the whole transfer.
  static void Fill(std::size_t from, std::string* payload) {
    std::mt19937_64 random(from);
    for (std::size_t at = 0; at < payload->size(); at += sizeof(std::uint64_t)) {
      const std::uint64_t word = random();
      std::memcpy(payload->data() + at, &word, std::min(sizeof(word), payload->size() - at));
    }
  }

  void SendMore() {
    while (sent_ < total_) {
      std::string payload(std::min(kMessage, total_ - sent_), '\0');
      Fill(sent_, &payload);
      const l05::SendStatus status = recorder_.client.SendBinary(payload);
      if (status != l05::SendStatus::kQueued && status != l05::SendStatus::kFull) return;
      sent_ += payload.size();
      if (status == l05::SendStatus::kFull) return;
    }
  }

  void Compare(std::string_view payload) {
    std::string expected(payload.size(), '\0');
    Fill(received_, &expected);
    differs_ = differs_ || payload != expected;
    received_ += payload.size();
    if (received_ / kMessage % 50 != 0) return;
    ++pauses_;
    recorder_.client.PauseReading();
    resume_ = recorder_.loop.CallAfter(std::chrono::milliseconds(5),
                                       [this] { recorder_.client.ResumeReading(); });
  }

  const std::size_t total_;             // octets each way
  Recorder recorder_;                   // loop and client
  std::size_t sent_ = 0;                // octets that the client took
  std::size_t received_ = 0;            // octets that came back
  bool differs_ = false;                // an octet was wrong
  int pauses_ = 0;                      // how often reading stopped
  std::optional<l05::CloseInfo> end_;   // the end
  l04::Timer resume_;                   // goes on reading
  std::vector<l04::Connection> slots_;  // declared last: disconnected first
};

}  // namespace ws_test

#endif  // TESTS_05_WEBSOCKET_SUPPORT_TRANSFER_H_
