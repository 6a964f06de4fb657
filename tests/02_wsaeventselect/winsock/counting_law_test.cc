// The counting law of FD_WRITE, as a property of random transfers.
#include <chrono>
#include <random>

#include "tests/02_wsaeventselect/support/support.h"

namespace l02_test {
namespace {

class FdWriteCountingLaw : public WinsockTest, public testing::WithParamInterface<int> {};

/// One transfer with random sizes and speeds. The sender sends after each FD_WRITE until a send
/// would block; the receiver reads a random amount in every turn.
class Transfer {
 public:
  explicit Transfer(std::mt19937& random) : random_(random), pair_(Pair(ConnectedPair())) {
    // A receive buffer below two loopback segments (of 64 KiB) makes TCP crawl on timers.
    if (Pick(0, 1) == 1) SetBuffer(pair_.subject.get(), SO_SNDBUF, Pick(4'000, 400'000));
    if (Pick(0, 1) == 1) SetBuffer(pair_.peer.get(), SO_RCVBUF, Pick(150'000, 400'000));
    chunk_.assign(Pick(1'000, 300'000), 'x');
    unsent_ = Pick(1, 12) << 20;
    unread_ = unsent_;
    appetite_ = Pick(10'000, 2'000'000);
    SetNonBlocking(pair_.peer.get(), true);
    Select(pair_.subject.get(), event_, FD_WRITE);
  }

  void Run() {
    constexpr DWORD kLookMs = 10;
    for (DWORD idle = 0; unread_ > 0; idle = starving_ ? idle + kLookMs : 0) {
      ASSERT_LT(idle, kPatience) << "the sender waits for FD_WRITE, the receiver for data";
      // With tiny buffers the kernel takes its time between two segments, so look again and again.
      if (event_.Wait(starving_ ? kLookMs : 0)) Turn();
      Read();
    }
    reports += CollectUntilQuiet(pair_.subject.get(), event_).enumerations;
  }

  int reports = 0;   // how often FD_WRITE was enumerated
  int episodes = 0;  // how often a send failed with WSAEWOULDBLOCK

 private:
  std::size_t Pick(std::size_t low, std::size_t high) {
    return std::uniform_int_distribution<std::size_t>(low, high)(random_);
  }
  static void SetBuffer(SOCKET socket, int name, std::size_t bytes) {
    const int size = static_cast<int>(bytes);
    setsockopt(socket, SOL_SOCKET, name, reinterpret_cast<const char*>(&size), sizeof size);
  }
  void Turn() {
    if (Enumerate(pair_.subject.get(), event_.get()).events == 0) return;
    ++reports;
    while (unsent_ > 0) {
      const int size = static_cast<int>(std::min(unsent_, chunk_.size()));
      const int sent = send(pair_.subject.get(), chunk_.data(), size, 0);
      if (sent == SOCKET_ERROR) {
        EXPECT_EQ(WSAEWOULDBLOCK, WSAGetLastError());
        ++episodes;
        return;
      }
      unsent_ -= static_cast<std::size_t>(sent);
    }
  }
  void Read() {
    const int count = ReceiveSome(pair_.peer.get(), static_cast<int>(Pick(1, appetite_)));
    starving_ = count == SOCKET_ERROR;
    if (count > 0) unread_ -= static_cast<std::size_t>(count);
  }

  std::mt19937& random_;      // the test's
  Pair pair_;                 // subject sends, peer receives
  OwnedEvent event_;          // tied to the subject
  std::string chunk_;         // what one send offers
  std::size_t unsent_ = 0;    // bytes
  std::size_t unread_ = 0;    // bytes
  std::size_t appetite_ = 0;  // the most that the receiver reads in a turn
  bool starving_ = false;     // there was nothing to read
};

// Rule W51.
TEST_P(FdWriteCountingLaw, OneReportAtTheStartAndOnePerEpisodeOfWouldBlock) {
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  const auto seed = static_cast<unsigned>(now) + static_cast<unsigned>(GetParam());
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  RecordProperty("seed", std::to_string(seed));
  std::mt19937 random(seed);
  Transfer transfer(random);
  transfer.Run();
  std::cout << "seed " << seed << ": " << transfer.reports << " FD_WRITE, " << transfer.episodes
            << " episodes of WSAEWOULDBLOCK\n";
  EXPECT_EQ(1 + transfer.episodes, transfer.reports);
}

INSTANTIATE_TEST_SUITE_P(RandomTransfers, FdWriteCountingLaw, testing::Range(0, 12));

}  // namespace
}  // namespace l02_test
