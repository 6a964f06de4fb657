// Writes down every signal, and turns the loop until something has happened.
#include "tests/05_websocket/support/recorder.h"

#include <gtest/gtest.h>

#include "tests/support/impatience.h"

namespace ws_test {

using l05::WebSocketClient;

l05::ClientOptions Options(std::vector<std::string> subprotocols) {
  l05::ClientOptions options;
  options.handshake.subprotocols = std::move(subprotocols);
  // The lesson's own 10 s are a user's patience. A server under a sanitizer on a busy machine may
  // need more, and its answer counts all the same.
  options.deadlines.connect = options.deadlines.handshake = options.deadlines.close =
      test_support::kPatience;
  return options;
}

Recorder::Recorder(l04::BackendKind backend) : loop(backend), client(loop) {
  slots.push_back(client.SignalOpen.connect([this](WebSocketClient*) {
    ++opens;
    after_close += closes.empty() ? 0 : 1;
  }));
  slots.push_back(client.SignalMessage.connect(
      [this](WebSocketClient*, l05::Opcode opcode, std::string_view payload) {
        messages.emplace_back(opcode, payload);
        after_close += closes.empty() ? 0 : 1;
      }));
  slots.push_back(client.SignalWritable.connect([this](WebSocketClient*) {
    ++writables;
    after_close += closes.empty() ? 0 : 1;
  }));
  slots.push_back(
      client.SignalControl.connect([this](WebSocketClient*, l05::Opcode, std::string_view) {
        after_close += closes.empty() ? 0 : 1;
      }));
  slots.push_back(client.SignalClose.connect(
      [this](WebSocketClient*, const l05::CloseInfo& info) { closes.push_back(info); }));
}

void Recorder::Open(const std::string& url, const l05::ClientOptions& options) {
  std::string error;
  refused = !client.Open(url, options, &error);
  ASSERT_FALSE(refused) << error;
}

bool Recorder::Until(const std::function<bool()>& condition, std::chrono::milliseconds patience) {
  if (refused) return false;  // nothing will come: a learner's first client shall fail at once
  const auto end = std::chrono::steady_clock::now() + test_support::AtMost(patience);
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    if (!loop.Wait(1, true)) return false;
  }
  return true;
}

bool Recorder::UntilOpen() {
  Until([this] { return opens > 0 || !closes.empty(); });
  EXPECT_TRUE(closes.empty()) << closes.front().what;
  return opens > 0 && closes.empty();
}

l05::CloseInfo Recorder::UntilClosed() {
  EXPECT_TRUE(Until([this] { return !closes.empty(); })) << "no SignalClose";
  Settle();
  EXPECT_EQ(closes.size(), 1U) << "exactly one SignalClose";
  EXPECT_EQ(after_close, 0) << "signals after SignalClose";
  return closes.empty() ? l05::CloseInfo() : closes.front();
}

void Recorder::Settle() {
  for (int turn = 0; turn < 5; ++turn) loop.Wait(1, true);
}

}  // namespace ws_test
