// The incoming way without a server: octets, frames, messages, handler.
#include "05_websocket/client/receiving.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "tests/05_websocket/support/hand_clock.h"
#include "tests/05_websocket/support/scripted_server.h"
#include "tests/05_websocket/support/socket_double.h"

namespace {

using l05::Opcode;
using l05::ReceiveBuffer;
using l05::Receiving;
using ws_test::HandClock;
using ws_test::ServerFrame;
using ws_test::SocketDouble;

// Writes down what comes, and does what a handler may do.
struct ReceivingTest : ::testing::Test, Receiving::Events, l05::Turn::Owner {
  void Start(const std::string& received = "") {
    gate.Watch(socket, *receiving);
    ReceiveBuffer buffer;
    received.copy(buffer.WriteSpace().data(), received.size());
    buffer.Commit(received.size());
    receiving->Start(socket, std::move(buffer), std::nullopt);
  }
  void Arrives(const std::string& octets) {
    socket.incoming += octets;
    socket.SignalReadEvent(&socket);
  }

  void OnOctets() override { ++events; }
  void OnMessage(Opcode /*opcode*/, std::string_view payload) override {
    seen.append(payload).append(" ");
    if (payload == "pause") gate.Pause();
    if (payload == "destroy") receiving.reset();
  }
  void OnControl(Opcode opcode, std::string_view /*payload*/) override {
    seen.append(l05::OpcodeName(opcode)).append(" ");
    if (opcode == Opcode::kClose) receiving->Ignore();
  }
  void OnViolation(const l05::Violation& violation) override {
    seen.append(std::to_string(violation.code)).append(" ");
    receiving->Ignore();
  }
  void OnTcpEnd(int /*error*/) override { seen.append("end "); }
  bool OnTurnEnd() override { return false; }

  HandClock clock;
  SocketDouble socket;
  l05::ClientOptions options;
  l05::Turn turn{clock, *this};
  l05::ReadGate gate{clock, turn};
  std::unique_ptr<Receiving> receiving = std::make_unique<Receiving>(options, gate, *this);
  std::string seen;
  int events = 0;
};

TEST_F(ReceivingTest, HandsOutWhatCameBehindThe101) {
  Start(ServerFrame(0x81, "early"));
  EXPECT_EQ(seen, "");
  receiving->HandOut();
  EXPECT_EQ(seen, "early ");
  EXPECT_EQ(socket.receives, 0);
}

TEST_F(ReceivingTest, ReceivesOncePerEventAndHandsOutAllOfIt) {
  Start();
  Arrives(ServerFrame(0x81, "one") + ServerFrame(0x89, "p") + ServerFrame(0x81, "two"));
  EXPECT_EQ(seen, "one ping two ");
  EXPECT_EQ(socket.receives, 1);
  EXPECT_EQ(events, 1);
}

TEST_F(ReceivingTest, DoesNotTakeAnEmptyReadForASignOfLife) {
  Start();
  Arrives("");
  EXPECT_EQ(events, 0);
}

TEST_F(ReceivingTest, StopsBetweenTwoMessagesWhenAHandlerPauses) {
  Start();
  Arrives(ServerFrame(0x81, "pause") + ServerFrame(0x81, "later"));
  EXPECT_EQ(seen, "pause ");
  gate.Resume();
  clock.Soon();
  EXPECT_EQ(seen, "pause later ");
}

TEST_F(ReceivingTest, MayBeDestroyedByAHandler) {
  Start();
  Arrives(ServerFrame(0x81, "destroy") + ServerFrame(0x81, "never"));
  EXPECT_EQ(seen, "destroy ");
}

TEST_F(ReceivingTest, DropsWhatFollowsACloseFrame) {
  Start();
  Arrives(ServerFrame(0x88, "") + ServerFrame(0x81, "never"));
  Arrives(ServerFrame(0x81, "nor this"));
  EXPECT_EQ(seen, "close ");
  EXPECT_EQ(socket.incoming, "") << "received all the same, else TCP would answer with a reset";
}

TEST_F(ReceivingTest, ReportsABrokenRuleOnce) {
  Start();
  Arrives(ServerFrame(0x83, "") + ServerFrame(0x83, ""));
  Arrives(ServerFrame(0x83, ""));
  EXPECT_EQ(seen, "1002 ");
}

TEST_F(ReceivingTest, KnowsWhetherTheStreamEndsInsideAMessage) {
  Start();
  EXPECT_FALSE(receiving->InsideMessage());
  Arrives(ServerFrame(0x01, "begun"));
  EXPECT_TRUE(receiving->InsideMessage());
  socket.SignalCloseEvent(&socket, 0);
  EXPECT_EQ(seen, "end ");
}

}  // namespace
