// Rules R30 to R33: both halves of permessage-deflate without a connection, against zlib itself and
// the examples of RFC 7692 §7.2.3.
#include <gtest/gtest.h>
#include <zlib.h>

#include <random>
#include <string>
#include <vector>

#include "05_websocket/frames/close_code.h"
#include "05_websocket/messages/deflater.h"
#include "05_websocket/messages/inflater.h"
#include "05_websocket/messages/reader.h"
#include "tests/05_websocket/support/scripted_server.h"

namespace {

using std::string_literals::operator""s;
using l05::Deflater;
using l05::Inflater;
using l05::MessageReader;
using l05::ReadEvent;
using ws_test::ServerFrame;

// Feeds one message in pieces of `cut` octets. "!" for corrupt data.
std::string Inflate(Inflater* inflater, const std::string& payload, std::size_t cut = 1 << 20) {
  std::string message;
  const auto feed = [&](std::string_view input) {
    std::string_view piece;
    auto status = Inflater::Status::kPiece;
    while ((status = inflater->Next(&input, &piece)) == Inflater::Status::kPiece) message += piece;
    return status == Inflater::Status::kDone;
  };
  for (std::size_t at = 0; at < payload.size(); at += cut) {
    if (!feed(std::string_view(payload).substr(at, cut))) return "!";
  }
  if (!feed(inflater->Tail()) || !inflater->EndMessage()) return "!";
  return message;
}

// Text that compresses, but not to nothing, and refers back over long distances.
std::string Prose(std::size_t size, unsigned seed) {
  std::minstd_rand random(seed);
  std::string text;
  while (text.size() < size) text += "word" + std::to_string(random() % 300) + " ";
  return text.substr(0, size);
}

// Reads everything, the octets cut into pieces; messages, then the close code of a violation.
std::vector<std::string> ReadAll(MessageReader* reader, const std::string& octets,
                                 std::size_t cut) {
  std::vector<std::string> seen;
  for (std::size_t at = 0; at < octets.size(); at += cut) {
    const std::string part = octets.substr(at, cut);
    for (std::size_t copied = 0; copied < part.size();) {
      const auto room = reader->buffer().WriteSpace();
      const std::size_t count = std::min(room.size(), part.size() - copied);
      std::copy_n(part.begin() + static_cast<std::ptrdiff_t>(copied), count, room.begin());
      reader->buffer().Commit(count);
      copied += count;
      for (;;) {
        const ReadEvent event = reader->Next();
        if (event.kind == ReadEvent::Kind::kNeedMore) break;
        if (event.kind == ReadEvent::Kind::kViolation) {
          seen.push_back(std::to_string(event.violation.code));
          return seen;
        }
        seen.emplace_back(event.payload);
      }
    }
  }
  return seen;
}

std::vector<std::string> ReadAll(const std::string& octets, std::size_t cut = 1 << 20,
                                 const l05::ReadLimits& limits = {}) {
  MessageReader reader(l05::Role::kClient, limits);
  reader.EnableDeflate(false);
  return ReadAll(&reader, octets, cut);
}

using Seen = std::vector<std::string>;

// The five examples of §7.2.3, all of them "Hello", whole and one octet at a time.
TEST(Inflater, UnderstandsTheExamplesOfTheRfc) {
  const std::vector<std::string> examples = {
      "\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"s,                           // one block
      "\x41\x03\xf2\x48\xcd\x80\x04\xc9\xc9\x07\x00"s,                   // two frames
      "\xc1\x0b\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"s,           // stored
      "\xc1\x08\xf3\x48\xcd\xc9\xc9\x07\x00\x00"s,                       // BFINAL
      "\xc1\x0d\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"s};  // two blocks
  for (const std::string& example : examples) {
    EXPECT_EQ(ReadAll(example), Seen{"Hello"});
    EXPECT_EQ(ReadAll(example, 1), Seen{"Hello"});
  }
}

// §7.2.3.2: the second "Hello" is a reference to the first, so the window must live on.
TEST(Inflater, TakesTheContextOver) {
  EXPECT_EQ(ReadAll("\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00\xc1\x05\xf2\x00\x11\x00\x00"s),
            (Seen{"Hello", "Hello"}));
  Inflater forgets(/*no_context_takeover=*/true);
  EXPECT_EQ(Inflate(&forgets, "\xf2\x48\xcd\xc9\xc9\x07\x00"s), "Hello");
  EXPECT_EQ(Inflate(&forgets, "\xf2\x00\x11\x00\x00"s), "!") << "refers to what was forgotten";
}

// Rule R31: a final block does not end the window, in the same message or in the next.
TEST(Inflater, KeepsTheWindowBehindAFinalBlock) {
  Inflater inflater(false);
  EXPECT_EQ(Inflate(&inflater, "\xf3\x48\xcd\xc9\xc9\x07\x00\x00"s), "Hello");
  EXPECT_EQ(Inflate(&inflater, "\xf2\x00\x11\x00\x00"s), "Hello");
  EXPECT_EQ(Inflate(&inflater, "\xf3\x48\xcd\xc9\xc9\x07\x00"s), "Hello") << "without the octet 0";
  EXPECT_EQ(Inflate(&inflater, "\xf3\x48\xcd\xc9\xc9\x07\x00\xf2\x00\x11\x00\x00"s), "HelloHello");
}

TEST(Inflater, TakesEmptyMessagesInEverySpelling) {
  EXPECT_EQ(
      ReadAll("\xc1\x01\x00\xc1\x00\xc1\x02\x02\x00"s + "\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"s),
      (Seen{"", "", "", "Hello"}));
}

// Rule R32, and control frames in between, which RSV1 never marks.
TEST(Inflater, LetsCompressedAndPlainMessagesAlternate) {
  const std::string octets = "\x41\x03\xf2\x48\xcd"s + ServerFrame(0x89, "ping") +
                             "\x80\x04\xc9\xc9\x07\x00"s + ServerFrame(0x81, "plain") +
                             "\xc1\x05\xf2\x00\x11\x00\x00"s;
  EXPECT_EQ(ReadAll(octets), (Seen{"ping", "Hello", "plain", "Hello"}));
  EXPECT_EQ(ReadAll(octets, 1), (Seen{"ping", "Hello", "plain", "Hello"}));
}

// Rule R11: RSV1 on a continuation, on a control frame, or without an agreement.
TEST(Inflater, RefusesRsv1WhereItMeansNothing) {
  EXPECT_EQ(ReadAll("\x41\x03\xf2\x48\xcd\xc0\x04\xc9\xc9\x07\x00"s), Seen{"1002"});
  EXPECT_EQ(ReadAll("\xc9\x00"s), Seen{"1002"});
  EXPECT_EQ(ReadAll("\xc8\x00"s), Seen{"1002"});
  MessageReader plain(l05::Role::kClient);
  EXPECT_EQ(ReadAll(&plain, "\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"s, 100), Seen{"1002"});
}

TEST(Inflater, FailsCorruptAndCutData) {
  EXPECT_EQ(ReadAll("\xc2\x03\xff\xff\xff"s), Seen{"1007"});
  EXPECT_EQ(ReadAll("\xc2\x05\x00\x05\x00\xfa\xfe"s), Seen{"1007"}) << "LEN and NLEN disagree";
  EXPECT_EQ(ReadAll("\xc2\x03\xf2\x48\xcd"s), Seen{"1007"}) << "ends inside a block";
  EXPECT_EQ(ReadAll("\xc2\x08\x00\x05\x00\xfa\xff\x48\x65\x6c"s), Seen{"1007"});
  EXPECT_EQ(ReadAll("\xc2\x05\xf2\x00\x11\x00\x00"s), Seen{"1007"}) << "reaches before the start";
}

// Rule R15 on what was inflated: the frame announces more than has arrived.
TEST(Inflater, FailsBadTextBeforeItsFrameIsComplete) {
  Deflater deflater(6, 15, false);
  const std::string payload(deflater.Compress("good text and then \xFF" + Prose(4000, 1)));
  const std::string frame = ServerFrame(0xC1, payload);
  ASSERT_GT(frame.size(), 700U);
  EXPECT_EQ(ReadAll(frame.substr(0, 600), 1), Seen{"1007"});
  EXPECT_EQ(ReadAll(ServerFrame(0xC1, std::string(Deflater(6, 15, false).Compress("ab\xC3")))),
            Seen{"1007"})
      << "ends inside a character";
}

TEST(Inflater, ChecksTextAcrossFragmentsAndPieces) {
  std::string text;
  while (text.size() < 100000) text += "\xE5\xBC\x80 \xF0\x9F\xA6\x86 \xC3\xA9";
  Deflater deflater(6, 15, false);
  const std::string payload(deflater.Compress(text));
  const std::string octets =
      ServerFrame(0x41, payload.substr(0, 10)) + ServerFrame(0x80, payload.substr(10));
  EXPECT_EQ(ReadAll(octets), Seen{text});
  EXPECT_EQ(ReadAll(octets, 7), Seen{text});
}

// Rule R33: 64 MiB of zeros in about 64 KiB. Nothing near that size is ever stored.
TEST(Inflater, StopsAZipBombAtTheLimit) {
  Deflater deflater(9, 15, false);
  const std::string bomb(deflater.Compress(std::string(64 * 1024 * 1024, '\0')));
  ASSERT_LT(bomb.size(), 100'000U);
  l05::ReadLimits limits;
  limits.max_inflated = 100'000;
  EXPECT_EQ(ReadAll(ServerFrame(0xC2, bomb), 1 << 20, limits), Seen{"1009"});
  l05::MessageAssembler assembler(limits);
  assembler.EnableDeflate(false);
  l05::FrameHeader header;
  header.rsv1 = true;
  header.opcode = l05::Opcode::kBinary;
  header.length = bomb.size();
  ASSERT_FALSE(assembler.BeginFrame(header));
  EXPECT_EQ(assembler.Add(bomb, true).code, l05::kMessageTooBig);
  EXPECT_LE(assembler.payload().size(), 100'000U);
}

// Found by the fuzzer: which of two errors is reported must not depend on how TCP cut the frame.
TEST(Inflater, ReportsTheFirstOfTwoErrorsInEverySegmentation) {
  l05::ReadLimits limits;
  limits.max_inflated = 1000;
  const std::string prose = Prose(2000, 5);
  const std::string corrupt_behind_the_limit =
      ServerFrame(0xC2, std::string(Deflater(6, 15, false).Compress(prose)) + "\x06\xFF"s);
  const std::string bad_text_before_the_limit = ServerFrame(
      0xC1, std::string(Deflater(6, 15, false).Compress(prose.substr(0, 500) + "\xFF" + prose)));
  for (const std::size_t cut : {std::size_t{1}, std::size_t{7}, std::size_t{1} << 20}) {
    EXPECT_EQ(ReadAll(corrupt_behind_the_limit, cut, limits), Seen{"1009"}) << cut;
    EXPECT_EQ(ReadAll(bad_text_before_the_limit, cut, limits), Seen{"1007"}) << cut;
  }
}

TEST(Inflater, TakesAMessageOfExactlyTheLimit) {
  l05::ReadLimits limits;
  limits.max_inflated = 50'000;
  Deflater deflater(6, 15, false);
  const std::string fits = Prose(50'000, 3);
  const std::string frame = ServerFrame(0xC1, std::string(deflater.Compress(fits)));
  EXPECT_EQ(ReadAll(frame, 1 << 20, limits), Seen{fits});
  limits.max_inflated = 49'999;
  EXPECT_EQ(ReadAll(frame, 1 << 20, limits), Seen{"1009"});
}

// Rule R18: the limit of the message as it arrives counts for compressed ones too.
TEST(Inflater, KeepsTheLimitOfTheCompressedSize) {
  l05::ReadLimits limits;
  limits.max_message = 10;
  const std::string stored = "\x00\x05\x00\xfa\xffHel"s;
  const std::string octets = ServerFrame(0x42, stored) + ServerFrame(0x80, "lo\0"s);
  EXPECT_EQ(ReadAll(octets, 100, limits), Seen{"1009"});
}

TEST(Inflater, SurvivesGarbage) {
  std::minstd_rand random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string payload(random() % 60, '\0');
    for (char& octet : payload) octet = static_cast<char>(random());
    l05::ReadLimits limits;
    limits.max_inflated = 1000;
    const Seen seen = ReadAll(ServerFrame(0xC2, payload), 1 + random() % 9, limits);
    ASSERT_LE(seen.size(), 1U);
  }
}

// Every window, both modes of takeover, read back by our own inflater.
TEST(Deflater, IsReadBackWithEveryWindowAndTakeover) {
  for (int bits = 8; bits <= 15; ++bits) {
    for (const bool forgets : {false, true}) {
      Deflater deflater(6, bits, forgets);
      Inflater inflater(forgets);
      for (unsigned i = 0; i < 20; ++i) {
        const std::string text = Prose(i * 997, i / 2);
        ASSERT_EQ(Inflate(&inflater, std::string(deflater.Compress(text)), 100 + i), text) << bits;
      }
    }
  }
}

// Rule R30: the other end keeps 2^bits octets and no more. zlib enforces that only where it copies
// from its window, so it gets room for one octet at a time.
TEST(Deflater, NeverReachesFurtherBackThanTheAgreedWindow) {
  for (int bits = 8; bits <= 15; ++bits) {
    Deflater deflater(9, bits, false);
    z_stream stream{};
    ASSERT_EQ(inflateInit2(&stream, -bits), Z_OK);
    for (unsigned round = 0; round < 5; ++round) {
      const std::string text = Prose(60'000, round % 2);
      std::string payload(deflater.Compress(text));
      payload += "\x00\x00\xFF\xFF"s;
      std::string back;
      std::vector<Bytef> input(payload.begin(), payload.end());
      stream.next_in = input.data();
      stream.avail_in = static_cast<uInt>(input.size());
      int result = Z_OK;
      while (result == Z_OK && back.size() < text.size()) {
        Bytef octet = 0;
        stream.next_out = &octet;
        stream.avail_out = 1;
        result = inflate(&stream, Z_SYNC_FLUSH);
        if (stream.avail_out == 0) back += static_cast<char>(octet);
      }
      ASSERT_EQ(back, text) << bits << " bits, zlib: " << result;
      Bytef none = 0;
      stream.next_out = &none;
      stream.avail_out = 1;
      inflate(&stream, Z_SYNC_FLUSH);
      ASSERT_EQ(stream.avail_out, 1U);
    }
    inflateEnd(&stream);
  }
}

// Rule R31: the four octets do not travel, and an empty message is one octet 0.
TEST(Deflater, TakesTheTailOff) {
  Deflater deflater(6, 15, false);
  EXPECT_EQ(deflater.Compress(""), "\0"s);
  EXPECT_EQ(deflater.Compress(""), "\0"s);
  for (int i = 0; i < 10; ++i)
    EXPECT_FALSE(deflater.Compress("Hello").ends_with("\x00\x00\xFF\xFF"s));
}

TEST(Deflater, UsesTheContextOnlyIfItMay) {
  Deflater keeps(6, 15, false);
  Deflater forgets(6, 15, true);
  const std::string text = Prose(1000, 5);
  const std::size_t first = keeps.Compress(text).size();
  EXPECT_LT(keeps.Compress(text).size(), first / 4);
  EXPECT_EQ(std::string(forgets.Compress(text)), std::string(forgets.Compress(text)));
}

TEST(Deflater, CompressesAMessageLargerThanItsMemory) {
  Deflater deflater(1, 15, false);
  Inflater inflater(false);
  std::string noise(3'000'000, '\0');
  std::minstd_rand random(9);
  for (char& octet : noise) octet = static_cast<char>(random() >> 8);
  EXPECT_EQ(Inflate(&inflater, std::string(deflater.Compress(noise))), noise);
  EXPECT_EQ(Inflate(&inflater, std::string(deflater.Compress("Hello"))), "Hello");
}

}  // namespace
