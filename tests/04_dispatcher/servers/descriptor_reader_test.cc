// A Dispatcher that is no socket, on the same loop.
#include "04_dispatcher/servers/descriptor_reader.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>

#include "tests/support/wait.h"

namespace l04 {
namespace {

class DescriptorReaderTest : public testing::Test {
 protected:
  DescriptorReaderTest() {
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
    from_ = ends[0];
    to_ = ends[1];
    reader_.emplace(loop_, from_);
    on_bytes_ = reader_->SignalBytes.connect([this](std::string_view bytes) { got_ += bytes; });
    on_end_ = reader_->SignalEnd.connect([this](int error) { end_ = error; });
  }
  ~DescriptorReaderTest() override {
    reader_.reset();
    ::close(from_);
    CloseWriter();
  }

  void Write(const std::string& text) {
    EXPECT_EQ(::write(to_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void CloseWriter() {
    if (to_ >= 0) ::close(to_);
    to_ = -1;
  }
  bool Pump(const std::function<bool()>& done) {
    return test_support::WaitUntil([&] {
      loop_.Wait(1, true);
      return done();
    });
  }

  PhysicalSocketServer loop_{BackendKind::kEpoll};
  int from_ = -1, to_ = -1;
  std::optional<DescriptorReader> reader_;
  std::string got_;
  int end_ = -1;
  Connection on_bytes_, on_end_;
};

TEST_F(DescriptorReaderTest, TellsBytesAndTheEndOfAPipe) {
  Write("hello");
  ASSERT_TRUE(Pump([&] { return got_ == "hello"; }));
  Write(" again");
  CloseWriter();
  ASSERT_TRUE(Pump([&] { return end_ != -1; }));
  EXPECT_EQ(got_, "hello again");
  EXPECT_EQ(end_, 0);
}

TEST_F(DescriptorReaderTest, PausedItTakesNothingAndTheLoopDoesNotSpin) {
  reader_->SetPaused(true);
  Write("later");
  loop_.Wait(5, true);
  const std::uint64_t before = loop_.counts().turns;
  loop_.Wait(20, true);
  EXPECT_LE(loop_.counts().turns - before, 3U);
  EXPECT_EQ(got_, "");
  reader_->SetPaused(false);
  EXPECT_TRUE(Pump([&] { return got_ == "later"; }));
}

TEST_F(DescriptorReaderTest, IsSilentAfterTheEnd) {
  CloseWriter();
  ASSERT_TRUE(Pump([&] { return end_ == 0; }));
  const std::uint64_t before = loop_.counts().turns;
  loop_.Wait(20, true);
  EXPECT_LE(loop_.counts().turns - before, 3U);
}

TEST_F(DescriptorReaderTest, MayBeDestroyedByItsHandler) {
  on_bytes_ = reader_->SignalBytes.connect([this](std::string_view bytes) {
    got_ += bytes;
    reader_.reset();
  });
  Write("last words");
  ASSERT_TRUE(Pump([&] { return !reader_.has_value(); }));
  EXPECT_EQ(got_, "last words");
}

}  // namespace
}  // namespace l04
