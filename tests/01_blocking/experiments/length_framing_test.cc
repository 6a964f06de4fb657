#include "01_blocking/experiments/length_framing.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <random>
#include <vector>

#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/support/wait.h"

namespace l01 {
namespace {

std::span<const std::byte> Bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::vector<std::string> ReadAll(FrameReader& reader) {
  std::vector<std::string> messages;
  while (auto message = reader.Next()) messages.push_back(*message);
  return messages;
}

// Looks without taking, until `size` bytes are there.
bool WaitForBytes(const Socket& socket, int size) {
  std::array<char, 64> room;
  return test_support::WaitUntil([&] {
    return ::recv(socket.native(), room.data(), static_cast<int>(room.size()), MSG_PEEK) == size;
  });
}

TEST(Stream, MayDeliverTwoSendsInOneRecv) {
  auto [ours, peer] = ConnectedPair();
  ours.SendAll(Bytes("first"));
  ours.SendAll(Bytes("second"));
  ours.Close();
  ASSERT_TRUE(WaitForBytes(peer, 11));
  std::array<std::byte, 64> room;
  const IoResult result = peer.Recv(room);
  const std::string text(reinterpret_cast<const char*>(room.data()), result.bytes);
  EXPECT_EQ(text, "firstsecond");  // one recv, and nothing tells where the first ended
}

TEST(Stream, DeliversOneSendInSeveralRecvs) {
  auto [ours, peer] = ConnectedPair();
  ours.SendAll(Bytes("helloworld"));
  std::array<std::byte, 4> room;
  ours.Close();
  std::vector<std::size_t> pieces;
  for (IoResult result; (result = peer.Recv(room)).ok();) pieces.push_back(result.bytes);
  EXPECT_GE(pieces.size(), 3U);  // of at most four bytes each
  EXPECT_EQ(std::accumulate(pieces.begin(), pieces.end(), std::size_t{0}), 10U);
}

TEST(LengthFraming, PutsFourBytesInFront) {
  EXPECT_EQ(Frame("abc"), std::string("\0\0\0\3abc", 7));
  EXPECT_EQ(Frame(""), std::string(4, '\0'));
}

TEST(LengthFraming, FindsTheMessagesInAnySplitting) {
  const std::string stream = Frame("one") + Frame("") + Frame(std::string(300, 'x')) + Frame("end");
  const std::vector<std::string> expected = {"one", "", std::string(300, 'x'), "end"};
  for (std::size_t step = 1; step <= stream.size(); ++step) {
    FrameReader reader;
    std::vector<std::string> messages;
    for (std::size_t at = 0; at < stream.size(); at += step) {
      reader.Feed(Bytes(std::string_view(stream).substr(at, step)));
      for (std::string& message : ReadAll(reader)) messages.push_back(std::move(message));
    }
    EXPECT_EQ(messages, expected) << "in pieces of " << step;
  }
}

TEST(LengthFraming, FindsRandomMessagesInRandomPieces) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<std::string> expected;
  std::string stream;
  for (int i = 0; i < 200; ++i) {
    expected.emplace_back(random() % 1000, static_cast<char>(random()));
    stream += Frame(expected.back());
  }
  FrameReader reader;
  std::vector<std::string> messages;
  for (std::size_t at = 0; at < stream.size();) {
    const std::size_t size = 1 + random() % 700;
    reader.Feed(Bytes(std::string_view(stream).substr(at, size)));
    at += size;
    for (std::string& message : ReadAll(reader)) messages.push_back(std::move(message));
  }
  EXPECT_EQ(messages, expected);
}

TEST(LengthFraming, RefusesALengthThatWouldEatTheMemory) {
  FrameReader reader;
  reader.Feed(Bytes("\xFF\xFF\xFF\xFF"));
  EXPECT_THROW(reader.Next(), MessageTooLong);
  EXPECT_THROW(Frame(std::string(kLongestMessage + 1, 'x')), MessageTooLong);
}

}  // namespace
}  // namespace l01
