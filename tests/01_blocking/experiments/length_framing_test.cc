#include "01_blocking/experiments/length_framing.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "01_blocking/sockets/pair.h"
#include "01_blocking/sockets/readiness.h"
#include "tests/support/patience.h"

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

TEST(Stream, MayDeliverTwoSendsInOneRecv) {
  auto [ours, peer] = ConnectedPair();
  ours.SendAll(Bytes("first"));
  ours.SendAll(Bytes("second"));
  ours.Close();
  std::string text;
  std::array<std::byte, 64> room;
  while (true) {
    const IoResult result = peer.Recv(room);
    if (!result.ok()) break;
    text.append(reinterpret_cast<const char*>(room.data()), result.bytes);
  }
  EXPECT_EQ(text, "firstsecond");  // nothing tells where the first ended
}

TEST(Stream, DeliversOneSendInSeveralRecvs) {
  auto [ours, peer] = ConnectedPair();
  ours.SendAll(Bytes("helloworld"));
  std::array<std::byte, 4> room;
  ASSERT_TRUE(WaitReadable(peer, test_support::kPatience));
  EXPECT_LE(peer.Recv(room).bytes, 4U);
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
