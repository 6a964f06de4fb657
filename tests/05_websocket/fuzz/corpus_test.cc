// Every file of the corpora through its target: what a fuzzer found once stays found.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/05_websocket/fuzz/targets.h"

namespace {

struct Target {
  const char* name;               // of the corpus
  void (*run)(std::string_view);  // what it is for
};

void PrintTo(const Target& target, std::ostream* out) {
  *out << target.name;
}

class Corpus : public ::testing::TestWithParam<Target> {};
INSTANTIATE_TEST_SUITE_P(Targets, Corpus,
                         ::testing::Values(Target{"uri", ws_fuzz::FuzzUri},
                                           Target{"handshake", ws_fuzz::FuzzHandshake},
                                           Target{"frames", ws_fuzz::FuzzFrames},
                                           Target{"deflate", ws_fuzz::FuzzDeflate},
                                           Target{"protoo", ws_fuzz::FuzzProtoo}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_P(Corpus, IsReplayedWithoutABrokenPromise) {
  int files = 0;
  const std::filesystem::path folder =
      std::filesystem::path(NETLADDER_FUZZ_CORPUS) / GetParam().name;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    SCOPED_TRACE(entry.path().string());
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string octets{std::istreambuf_iterator<char>(file), {}};
    GetParam().run(octets);
    // Also everything that begins like it: a connection can end anywhere.
    for (std::size_t size = 0; size < octets.size() && size < 100; ++size) {
      GetParam().run(std::string_view(octets).substr(0, size));
    }
    ++files;
  }
  EXPECT_GE(files, 5) << folder;
}

}  // namespace
