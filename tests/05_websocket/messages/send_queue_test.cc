// The send queue against a socket that takes as little as it likes.
#include "05_websocket/messages/send_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace {

using Flushed = l05::SendQueue::Flushed;
using l05::FrameHeader;
using l05::Opcode;
using l05::SendQueue;

FrameHeader Header(Opcode opcode, std::size_t length) {
  return {true, false, opcode, false, {}, length};
}

void AppendFrame(SendQueue* queue, Opcode opcode, const std::string& payload) {
  queue->AppendFrame(Header(opcode, payload.size()), payload);
}

void AppendPong(SendQueue* queue, const std::string& payload) {
  queue->AppendUrgent(Header(Opcode::kPong, payload.size()), payload);
}

// Takes up to `allowance` octets in sends of at most `step`, then says "would block".
class FakeSocket {
 public:
  SendQueue::Sink sink() {
    return [this](std::string_view octets) -> l01::IoResult {
      ++calls;
      if (broken) return l01::IoResult::Error(104);
      const std::size_t size = std::min({octets.size(), step, allowance});
      if (size == 0) return l01::IoResult::WouldBlock();
      allowance -= size;
      got.append(octets.substr(0, size));
      return l01::IoResult::Bytes(size);
    };
  }

  std::string got;                   // what arrived
  std::size_t step = SIZE_MAX;       // most octets per send
  std::size_t allowance = SIZE_MAX;  // octets until "would block"
  int calls = 0;                     // sends
  bool broken = false;               // the connection is gone
};

// The payloads of unmasked frames shorter than 126 octets, in order.
std::vector<std::string> Payloads(const std::string& octets) {
  std::vector<std::string> payloads;
  for (std::size_t at = 0; at < octets.size();) {
    const auto size = static_cast<std::size_t>(octets[at + 1]);
    payloads.push_back(octets.substr(at + 2, size));
    at += 2 + size;
  }
  return payloads;
}

TEST(SendQueue, IsEmptyAtFirst) {
  SendQueue queue;
  FakeSocket socket;
  EXPECT_EQ(queue.Flush(socket.sink()), Flushed::kAll);
  EXPECT_EQ(socket.calls, 0);
}

// Rule R24: small frames share one system call.
TEST(SendQueue, SendsManySmallFramesWithOneCall) {
  SendQueue queue;
  for (int i = 0; i < 1000; ++i) AppendFrame(&queue, Opcode::kText, "0123456789abcdef");
  FakeSocket socket;
  EXPECT_EQ(queue.Flush(socket.sink()), Flushed::kAll);
  EXPECT_EQ(socket.calls, 1);
  EXPECT_EQ(socket.got.size(), 18000U);
  EXPECT_TRUE(queue.empty());
}

TEST(SendQueue, SendsTheHandshakeAsItIs) {
  SendQueue queue;
  queue.AppendRaw("GET / HTTP/1.1\r\n\r\n");
  FakeSocket socket;
  queue.Flush(socket.sink());
  EXPECT_EQ(socket.got, "GET / HTTP/1.1\r\n\r\n");
}

TEST(SendQueue, MasksWithTheKeyOfTheHeader) {
  SendQueue queue;
  const FrameHeader header{true, false, Opcode::kText, true, {0x37, 0xfa, 0x21, 0x3d}, 5};
  queue.BeginFrame(header);
  queue.AppendPayload("He");
  queue.AppendPayload("llo");
  FakeSocket socket;
  queue.Flush(socket.sink());
  EXPECT_EQ(socket.got, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
}

TEST(SendQueue, MasksAcrossBlocks) {
  const l05::MaskingKey key = {1, 2, 3, 4};
  for (const std::size_t first : {0UL, 1UL, 2UL, 3UL}) {
    SendQueue queue;
    queue.AppendRaw(std::string(first, '#'));
    std::string payload(200000, '\0');
    for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(i * 7);
    queue.AppendFrame({true, false, Opcode::kBinary, true, key, payload.size()}, payload);
    FakeSocket socket;
    queue.Flush(socket.sink());
    std::string got = socket.got.substr(first + 14);
    l05::ApplyMask(got.data(), got.size(), key);
    ASSERT_EQ(got, payload) << first;
  }
}

// Rule R23 and defect B39: the article drops what a short send left over.
TEST(SendQueue, GoesOnWhereAShortSendStopped) {
  SendQueue queue;
  for (int i = 0; i < 100; ++i) {
    AppendFrame(&queue, Opcode::kText, "message " + std::to_string(i));
  }
  FakeSocket reference;
  SendQueue copy;
  for (int i = 0; i < 100; ++i) AppendFrame(&copy, Opcode::kText, "message " + std::to_string(i));
  copy.Flush(reference.sink());
  FakeSocket socket;
  socket.allowance = 0;
  while (queue.Flush(socket.sink()) == Flushed::kBlocked) socket.allowance = 7;
  EXPECT_EQ(socket.got, reference.got);
}

// A short send announces no new room by itself on some systems: go on until "would block".
TEST(SendQueue, SendsUntilTheSocketBlocks) {
  SendQueue queue;
  AppendFrame(&queue, Opcode::kText, std::string(100, 'x'));
  FakeSocket socket;
  socket.step = 10;
  socket.allowance = 55;
  EXPECT_EQ(queue.Flush(socket.sink()), Flushed::kBlocked);
  EXPECT_EQ(socket.got.size(), 55U);
  EXPECT_EQ(socket.calls, 7);
  EXPECT_EQ(queue.size(), 47U);
  EXPECT_TRUE(queue.blocked());
}

TEST(SendQueue, ReportsABrokenConnection) {
  SendQueue queue;
  AppendFrame(&queue, Opcode::kText, "x");
  FakeSocket socket;
  socket.broken = true;
  EXPECT_EQ(queue.Flush(socket.sink()), Flushed::kFailed);
  EXPECT_EQ(queue.error(), 104);
}

// Rule R17: a pong overtakes the data that waits, but never cuts a frame in two.
TEST(SendQueue, PutsAPongBetweenTwoFramesOfABlockedQueue) {
  SendQueue queue;
  for (int i = 0; i < 5; ++i) AppendFrame(&queue, Opcode::kText, std::string(100, 'd'));
  FakeSocket socket;
  socket.allowance = 150;  // one and a half frames
  ASSERT_EQ(queue.Flush(socket.sink()), Flushed::kBlocked);
  AppendPong(&queue, "pong");
  socket.allowance = SIZE_MAX;
  ASSERT_EQ(queue.Flush(socket.sink()), Flushed::kAll);
  const auto payloads = Payloads(socket.got);
  ASSERT_EQ(payloads.size(), 6U);
  EXPECT_NE(payloads.back(), "pong") << "it had to overtake something";
  EXPECT_EQ(std::count(payloads.begin(), payloads.end(), "pong"), 1);
}

TEST(SendQueue, PutsAPongDirectlyBehindALargeFrameThatIsOnItsWay) {
  SendQueue queue;
  const std::string large(100000, 'd');
  AppendFrame(&queue, Opcode::kBinary, large);
  AppendFrame(&queue, Opcode::kBinary, large);
  FakeSocket socket;
  socket.allowance = 50;
  ASSERT_EQ(queue.Flush(socket.sink()), Flushed::kBlocked);
  AppendPong(&queue, "pong");
  socket.allowance = SIZE_MAX;
  ASSERT_EQ(queue.Flush(socket.sink()), Flushed::kAll);
  EXPECT_EQ(socket.got.substr(10 + 100000, 6), "\x8A\x04pong");
  EXPECT_EQ(socket.got.size(), 2 * 100010 + 6U);
}

TEST(SendQueue, KeepsTheOrderOfPongs) {
  SendQueue queue;
  AppendFrame(&queue, Opcode::kText, "d");
  FakeSocket socket;
  socket.allowance = 0;
  queue.Flush(socket.sink());
  for (const char* payload : {"a", "b", "c"}) AppendPong(&queue, payload);
  socket.allowance = SIZE_MAX;
  socket.step = 2;
  queue.Flush(socket.sink());
  EXPECT_EQ(Payloads(socket.got), (std::vector<std::string>{"a", "b", "c", "d"}));
}

TEST(SendQueue, SendsAPongInOrderWhileNothingIsBlocked) {
  SendQueue queue;
  AppendFrame(&queue, Opcode::kText, "d");
  AppendPong(&queue, "p");
  FakeSocket socket;
  queue.Flush(socket.sink());
  EXPECT_EQ(socket.calls, 1);
  EXPECT_EQ(Payloads(socket.got), (std::vector<std::string>{"d", "p"}));
}

// Rule R17: the first pong was queued before the socket blocked, the second one after that.
TEST(SendQueue, LetsNoPongOvertakeAnEarlierOne) {
  SendQueue queue;
  AppendPong(&queue, "first");
  AppendFrame(&queue, Opcode::kText, "data");
  FakeSocket socket;
  socket.allowance = 0;
  EXPECT_EQ(queue.Flush(socket.sink()), Flushed::kBlocked);
  AppendPong(&queue, "second");
  socket.allowance = SIZE_MAX;
  EXPECT_EQ(queue.Flush(socket.sink()), Flushed::kAll);
  EXPECT_EQ(Payloads(socket.got), (std::vector<std::string>{"first", "second", "data"}));
}

// A flood of pings under back-pressure: memory stays bounded, the newest is answered.
TEST(SendQueue, ForgetsOldPongsAndKeepsTheNewest) {
  SendQueue queue;
  AppendFrame(&queue, Opcode::kText, "d");
  FakeSocket socket;
  socket.allowance = 0;
  queue.Flush(socket.sink());
  for (int i = 0; i < 10000; ++i) AppendPong(&queue, "ping " + std::to_string(i));
  EXPECT_LE(queue.size(), SendQueue::kMaxUrgent + 3);
  socket.allowance = SIZE_MAX;
  ASSERT_EQ(queue.Flush(socket.sink()), Flushed::kAll);
  const auto payloads = Payloads(socket.got);
  EXPECT_EQ(payloads.back(), "d");
  EXPECT_EQ(payloads[payloads.size() - 2], "ping 9999");
}

TEST(SendQueue, DoesNotForgetAPongThatIsHalfSent) {
  SendQueue queue;
  AppendFrame(&queue, Opcode::kText, "d");
  FakeSocket socket;
  socket.allowance = 0;
  queue.Flush(socket.sink());
  AppendPong(&queue, "first");
  socket.allowance = 3;
  queue.Flush(socket.sink());
  for (int i = 0; i < 1000; ++i) AppendPong(&queue, std::string(100, 'x'));
  socket.allowance = SIZE_MAX;
  queue.Flush(socket.sink());
  const auto payloads = Payloads(socket.got);
  EXPECT_EQ(payloads.front(), "first");
  EXPECT_EQ(payloads.back(), "d");
}

TEST(SendQueue, ForgetsEverythingWhenCleared) {
  SendQueue queue;
  AppendFrame(&queue, Opcode::kText, std::string(100000, 'x'));
  queue.Clear();
  EXPECT_TRUE(queue.empty());
  AppendFrame(&queue, Opcode::kText, "y");
  FakeSocket socket;
  queue.Flush(socket.sink());
  EXPECT_EQ(socket.got, "\x81\x01y");
}

// Random sends, random pongs: every frame arrives whole and data stays in order.
TEST(SendQueue, SurvivesARandomSocket) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::minstd_rand random(seed);
  for (int round = 0; round < 100; ++round) {
    SendQueue queue;
    FakeSocket socket;
    std::vector<std::string> data;
    for (int i = 0; i < 300; ++i) {
      const std::string payload(random() % 100, static_cast<char>('a' + i % 26));
      if (random() % 4 == 0) {
        AppendPong(&queue, "#" + payload);
      } else {
        AppendFrame(&queue, Opcode::kText, payload);
        data.push_back(payload);
      }
      socket.allowance = random() % 80;
      socket.step = 1 + random() % 60;
      queue.Flush(socket.sink());
    }
    socket.allowance = SIZE_MAX;
    ASSERT_EQ(queue.Flush(socket.sink()), Flushed::kAll);
    auto payloads = Payloads(socket.got);
    std::erase_if(payloads, [](const std::string& p) { return p.starts_with('#'); });
    ASSERT_EQ(payloads, data);
  }
}

}  // namespace
