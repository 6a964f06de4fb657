// The states of a connection and their order (defect B47).
#include "05_websocket/client/state.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>
#include <utility>

namespace {

using State = l05::ClientState;
using enum l05::ClientState;

constexpr State kAll[] = {kNone, kInit, kConnecting, kHandshake, kConnected, kClosing, kClose};

TEST(ClientState, MayOnlyChangeAsDrawn) {
  const std::set<std::pair<State, State>> drawn = {
      {kNone, kInit},           {kClose, kInit},
      {kInit, kConnecting},     {kConnecting, kHandshake},
      {kHandshake, kConnected}, {kConnecting, kClosing},
      {kHandshake, kClosing},   {kConnected, kClosing},
      {kConnecting, kClose},    {kHandshake, kClose},
      {kConnected, kClose},     {kClosing, kClose}};
  for (const State from : kAll) {
    for (const State to : kAll) {
      EXPECT_EQ(l05::MayFollow(from, to), drawn.contains({from, to}))
          << l05::StateName(from) << " -> " << l05::StateName(to);
    }
  }
}

TEST(ClientState, HasNamesForPeople) {
  std::set<std::string_view> names;
  for (const State state : kAll) names.insert(l05::StateName(state));
  EXPECT_EQ(names.size(), 7U);
  EXPECT_EQ(l05::StateName(kHandshake), "handshake");
}

}  // namespace
