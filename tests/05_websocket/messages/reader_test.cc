// From octets to messages: every rule of RFC 6455's framing, in every segmentation.
#include "05_websocket/messages/reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "05_websocket/frames/octets.h"
#include "05_websocket/frames/utf8.h"

namespace {

using l05::MessageReader;
using l05::Opcode;
using l05::ReadEvent;
using l05::Role;
using std::string_literals::operator""s;

// Everything a reader said about a stream, as text: "text:Hello", "ping:x", "fail:1002".
using Log = std::vector<std::string>;

void Take(MessageReader* reader, Log* log) {
  for (;;) {
    const ReadEvent event = reader->Next();
    switch (event.kind) {
      case ReadEvent::Kind::kNeedMore:
        return;
      case ReadEvent::Kind::kViolation:
        log->push_back("fail:" + std::to_string(event.violation.code));
        return;
      default:
        log->push_back(std::string(l05::OpcodeName(event.opcode)) + ":" +
                       std::string(event.payload));
    }
  }
}

bool Failed(const Log& log) {
  return !log.empty() && log.back().starts_with("fail:");
}

// Feeds `octets` in pieces whose sizes `next` gives, until the end or a violation.
Log Read(const std::string& octets, const std::function<std::size_t()>& next,
         const l05::ReadLimits& limits = {}, Role role = Role::kClient) {
  MessageReader reader(role, limits);
  Log log;
  for (std::size_t at = 0; at < octets.size() && !Failed(log);) {
    const std::span<char> room = reader.buffer().WriteSpace();
    const std::size_t size = std::min({next(), octets.size() - at, room.size()});
    std::memcpy(room.data(), octets.data() + at, size);
    reader.buffer().Commit(size);
    at += size;
    Take(&reader, &log);
  }
  return log;
}

// Reads in one piece, one octet at a time and in random pieces; the result must not depend on it.
Log ReadAnyhow(const std::string& octets, const l05::ReadLimits& limits = {},
               Role role = Role::kClient) {
  const Log whole = Read(
      octets, [&octets] { return octets.size() + 1; }, limits, role);
  EXPECT_EQ(Read(
                octets, [] { return std::size_t{1}; }, limits, role),
            whole)
      << "one octet at a time";
  const unsigned seed = std::random_device{}();
  std::minstd_rand random(seed);
  for (int round = 0; round < 20; ++round) {
    EXPECT_EQ(Read(
                  octets, [&random] { return std::size_t{1 + random() % 7}; }, limits, role),
              whole)
        << "random pieces, seed " << seed;
  }
  return whole;
}

std::string Frame(int first_octet, const std::string& payload) {
  const l05::FrameHeader header{(first_octet & 0x80) != 0,
                                false,
                                static_cast<Opcode>(first_octet & 0x0F),
                                false,
                                {},
                                payload.size()};
  l05::HeaderBuffer buffer;
  return std::string(buffer.data(), l05::EncodeFrameHeader(header, &buffer)) + payload;
}

TEST(MessageReader, ReadsTheExamplesOfTheRfc) {
  EXPECT_EQ(ReadAnyhow("\x81\x05Hello"), Log{"text:Hello"});
  EXPECT_EQ(ReadAnyhow("\x01\x03Hel\x80\x02lo"), Log{"text:Hello"});
  EXPECT_EQ(ReadAnyhow("\x89\x05Hello"), Log{"ping:Hello"});
  EXPECT_EQ(ReadAnyhow(Frame(0x82, std::string(256, 'b'))), Log{"binary:" + std::string(256, 'b')});
  EXPECT_EQ(ReadAnyhow(Frame(0x82, std::string(65536, 'b'))).size(), 1U);
}

Log ReadAsServer(const std::string& octets) {
  return ReadAnyhow(octets, {}, Role::kServer);
}

std::string MaskedFrame(int first_octet, std::string payload, const l05::MaskingKey& key) {
  std::string frame = Frame(first_octet, payload);
  frame.resize(frame.size() - payload.size());
  frame[1] = static_cast<char>(frame[1] | 0x80);
  frame.append(key.begin(), key.end());
  l05::ApplyMask(payload.data(), payload.size(), key);
  return frame + payload;
}

TEST(MessageReader, UnmasksForAServer) {
  EXPECT_EQ(ReadAsServer("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), Log{"text:Hello"});
  std::string octets;
  Log expected;
  for (std::uint8_t size = 0; size < 130; ++size) {  // past 125, where the header is longer
    const std::string payload(size, 'p');
    octets += MaskedFrame(0x81, payload, {size, 0x80, 0x7F, 0xFF}) +
              MaskedFrame(0x82, "\xFF" + payload, {1, 2, 3, size});
    expected.push_back("text:" + payload);
    expected.push_back("binary:\xFF" + payload);
  }
  EXPECT_EQ(ReadAsServer(octets), expected);
}

TEST(MessageReader, FailsAnUnmaskedFrameForAServer) {
  const std::string masked = MaskedFrame(0x82, "a", {1, 2, 3, 4});
  EXPECT_EQ(ReadAsServer("\x81\x05Hello" + masked), Log{"fail:1002"});
  EXPECT_EQ(ReadAsServer(masked + "\x82\x05Hello" + masked), (Log{"binary:a", "fail:1002"}));
}

// With this key the masked octets are the good text "B)": whoever unmasks them twice sees that.
TEST(MessageReader, FailsMaskedTextThatIsNotUtf8) {
  const std::string octets = MaskedFrame(0x81, "\xC3(", {0x81, 0x01, 0, 0});
  ASSERT_TRUE(octets.ends_with("B)"));
  EXPECT_EQ(ReadAsServer(octets), Log{"fail:1007"});
}

TEST(MessageReader, ReadsEmptyMessages) {
  EXPECT_EQ(ReadAnyhow("\x81\0\x82\0\x01\0\x80\0"s), (Log{"text:", "binary:", "text:"}));
}

TEST(MessageReader, ReadsManyMessagesFromOneBuffer) {
  std::string octets;
  Log expected;
  for (int i = 0; i < 500; ++i) {
    octets += Frame(0x81, "message " + std::to_string(i));
    expected.push_back("text:message " + std::to_string(i));
  }
  EXPECT_EQ(ReadAnyhow(octets), expected);
}

// Rule R14 and defect B25: the article loses every fragmented text, because the last fragment says
// "continuation" and not "text".
TEST(MessageReader, TheFirstFragmentNamesTheMessage) {
  EXPECT_EQ(ReadAnyhow("\x01\x01"
                       "a"
                       "\x00\x01"
                       "b"
                       "\x80\x01"
                       "c"s),
            Log{"text:abc"});
  EXPECT_EQ(ReadAnyhow("\x02\x01"
                       "a"
                       "\x80\x01"
                       "b"),
            Log{"binary:ab"});
}

// The reply of the real protoo server: 40 kB in fragments of 16 KiB.
TEST(MessageReader, PutsAReplyOf40kBInThreeFragmentsTogether) {
  const std::string reply(40000, 'r');
  EXPECT_EQ(ReadAnyhow(Frame(0x01, reply.substr(0, 16384)) +
                       Frame(0x00, reply.substr(16384, 16384)) + Frame(0x80, reply.substr(32768))),
            Log{"text:" + reply});
}

// Rule R13: control frames may stand between fragments and are handled at once.
TEST(MessageReader, HandlesControlFramesBetweenFragments) {
  EXPECT_EQ(ReadAnyhow("\x01\x03"
                       "one"
                       "\x89\x01"
                       "p"
                       "\x00\x03"
                       "two"
                       "\x8A\0\x80\x05"
                       "three"s),
            (Log{"ping:p", "pong:", "text:onetwothree"}));
  EXPECT_EQ(ReadAnyhow("\x01\x01"
                       "a"
                       "\x88\x02\x03\xE8"),
            Log{"close:\x03\xE8"});
}

// Rule R14 and defect B33.
TEST(MessageReader, FailsAContinuationOfNothing) {
  EXPECT_EQ(ReadAnyhow("\x80\x02hi"), Log{"fail:1002"});
  EXPECT_EQ(ReadAnyhow("\x00\x02hi"s), Log{"fail:1002"});
  EXPECT_EQ(ReadAnyhow("\x81\x02hi\x80\x02hi"), (Log{"text:hi", "fail:1002"}));
}

TEST(MessageReader, FailsANewMessageInsideAFragmentedOne) {
  EXPECT_EQ(ReadAnyhow("\x01\x01"
                       "a"
                       "\x81\x01"
                       "b"),
            Log{"fail:1002"});
  EXPECT_EQ(ReadAnyhow("\x01\x01"
                       "a"
                       "\x02\x01"
                       "b"),
            Log{"fail:1002"});
}

// Rules R11 to R13 with the frames that the article accepts (B27, B28, B31, B32, B35).
TEST(MessageReader, FailsBrokenFrames) {
  for (const std::string& octets :
       {"\xC1\x02hi"s, "\x91\x02hi"s, "\x81\x82KEY!hi"s, "\x83\x02hi"s, "\x8B\0"s,
        "\x81\x7E\x00\x02hi"s, "\x09\x02hi"s, Frame(0x89, std::string(126, 'x'))}) {
    EXPECT_EQ(ReadAnyhow(octets), Log{"fail:1002"});
  }
}

// Defect B29: this frame of ten octets ends the article's process with an uncaught exception.
TEST(MessageReader, SurvivesTheFrameThatCrashesTheArticle) {
  EXPECT_EQ(ReadAnyhow("\x82\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s), Log{"fail:1002"});
  EXPECT_EQ(ReadAnyhow("\x82\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xF6"s), Log{"fail:1002"});
  EXPECT_EQ(ReadAnyhow("\x82\x7F\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s), Log{"fail:1009"});
}

// Rule R15 and defect B34: text is checked, also across fragments.
TEST(MessageReader, FailsTextThatIsNotUtf8) {
  EXPECT_EQ(ReadAnyhow("\x81\x02\xC3("), Log{"fail:1007"});
  EXPECT_EQ(ReadAnyhow("\x81\x01\xC3"), Log{"fail:1007"}) << "ends inside a character";
  EXPECT_EQ(ReadAnyhow("\x01\x01\xC3\x80\x01("), Log{"fail:1007"});
  EXPECT_EQ(ReadAnyhow("\x01\x01\xC3\x80\x01\xA4"), Log{"text:\xC3\xA4"});
  EXPECT_EQ(ReadAnyhow("\x82\x02\xC3("), Log{"binary:\xC3("}) << "binary may be anything";
}

TEST(MessageReader, FailsBadTextBeforeItsFrameIsComplete) {
  // A frame announced with 100 octets; the third of its payload is already impossible.
  EXPECT_EQ(ReadAnyhow("\x81\x64"
                       "ab\xFF"),
            Log{"fail:1007"});
  // The same in the second fragment, whose first octet continues a character of the first one.
  EXPECT_EQ(ReadAnyhow("\x01\x02"
                       "a\xE2"
                       "\x00\x64\x82\xFF"s),
            Log{"fail:1007"});
}

// Rule R18 and defect B30.
TEST(MessageReader, FailsAFrameOverTheLimitOnItsHeader) {
  EXPECT_EQ(ReadAnyhow("\x82\x7E\x03\xE9"s, {1000, 5000}), Log{"fail:1009"});
  EXPECT_EQ(ReadAnyhow(Frame(0x82, std::string(1000, 'x')), {1000, 5000}).size(), 1U);
}

TEST(MessageReader, FailsAMessageOverTheLimitOnTheHeaderOfTheFragmentThatExceedsIt) {
  const std::string fragments =
      Frame(0x02, std::string(900, 'x')) + Frame(0x00, std::string(100, 'x'));
  EXPECT_EQ(ReadAnyhow(fragments + "\x80\0"s, {1000, 1000}).size(), 1U);
  EXPECT_EQ(ReadAnyhow(fragments + "\x80\x01", {1000, 1000}), Log{"fail:1009"});
}

TEST(MessageReader, CountsTheLimitAnewForEachMessage) {
  EXPECT_EQ(ReadAnyhow(Frame(0x81, "12345") + Frame(0x81, "12345"), {5, 5}).size(), 2U);
}

// Rule R19: a length that has not arrived allocates nothing.
TEST(MessageReader, DoesNotAllocateForALengthThatHasNotArrived) {
  MessageReader reader(Role::kClient, {1ULL << 40, 1ULL << 40});
  const std::string octets = "\x82\x7F\x00\x00\x00\x80\x00\x00\x00\x00xyz"s;
  std::memcpy(reader.buffer().WriteSpace().data(), octets.data(), octets.size());
  reader.buffer().Commit(octets.size());
  EXPECT_EQ(reader.Next().kind, ReadEvent::Kind::kNeedMore);
  EXPECT_LE(reader.buffer().WriteSpace().size(), l05::ReceiveBuffer::kInitialCapacity);

  // 2^62 octets are over the usual limit: refused at the last octet of the header.
  MessageReader usual(Role::kClient);
  const std::string header = "\x82\x7F\x40\x00\x00\x00\x00\x00\x00\x00"s;
  std::memcpy(usual.buffer().WriteSpace().data(), header.data(), header.size());
  usual.buffer().Commit(header.size() - 1);
  EXPECT_EQ(usual.Next().kind, ReadEvent::Kind::kNeedMore);
  usual.buffer().Commit(1);
  EXPECT_EQ(usual.Next().violation.code, 1009);
  EXPECT_LE(usual.buffer().WriteSpace().size(), l05::ReceiveBuffer::kInitialCapacity);
}

// Performance goals C4 and C7: a message that came as one frame is not copied.
TEST(MessageReader, HandsOutAWholeMessageWhereItLies) {
  MessageReader reader(Role::kClient);
  const std::string octets = Frame(0x81, "Hello");
  char* const begin = reader.buffer().WriteSpace().data();
  std::memcpy(begin, octets.data(), octets.size());
  reader.buffer().Commit(octets.size());
  EXPECT_EQ(reader.Next().payload.data(), begin + 2);
}

TEST(MessageReader, RepeatsAViolationForEver) {
  MessageReader reader(Role::kClient);
  reader.buffer().WriteSpace()[0] = '\xFF';
  reader.buffer().Commit(1);
  EXPECT_EQ(reader.Next().violation.code, 1002);
  EXPECT_EQ(reader.Next().violation.code, 1002);
}

TEST(MessageReader, KnowsWhetherItIsInsideAMessage) {
  MessageReader reader(Role::kClient);
  const auto feed = [&reader](std::string_view octets) {
    std::memcpy(reader.buffer().WriteSpace().data(), octets.data(), octets.size());
    reader.buffer().Commit(octets.size());
    return reader.Next().kind;
  };
  EXPECT_FALSE(reader.InsideMessage());
  feed(
      "\x01\x01"
      "a");
  EXPECT_TRUE(reader.InsideMessage());
  EXPECT_EQ(feed("\x80\x01"
                 "b"),
            ReadEvent::Kind::kMessage);
  EXPECT_FALSE(reader.InsideMessage());
  feed(
      "\x81\x05"
      "half");
  EXPECT_TRUE(reader.InsideMessage());
}

// Random valid streams, random cuts: the messages come out as they went in.
TEST(MessageReader, SurvivesRandomStreams) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::minstd_rand random(seed);
  for (int round = 0; round < 200; ++round) {
    std::string octets;
    Log expected;
    for (int message = 0; message < 10; ++message) {
      std::string payload(random() % 300, 'p');
      expected.push_back("binary:" + payload);
      int first = 0x02;
      while (random() % 3 != 0) {
        const std::size_t size = random() % (payload.size() + 1);
        octets += Frame(first, payload.substr(0, size));
        payload.erase(0, size);
        first = 0;
      }
      octets += Frame(first | 0x80, payload);
    }
    ASSERT_EQ(Read(octets, [&random] { return std::size_t{1 + random() % 200}; }), expected);
  }
}

// Whatever a server sends, the reader must neither crash nor loop.
TEST(MessageReader, SurvivesGarbage) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::minstd_rand random(seed);
  for (int round = 0; round < 5000; ++round) {
    std::string octets(random() % 40, '\0');
    for (char& c : octets) c = static_cast<char>(random());
    if (!octets.empty() && round % 2 == 0) octets[0] = "\x81\x01\x82\x00\x80\x88\x89"[random() % 7];
    Read(octets, [&random] { return std::size_t{1 + random() % 9}; }, {100, 150});
  }
}

}  // namespace
