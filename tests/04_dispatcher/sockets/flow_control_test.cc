// Sending more than fits: when the write signal comes, when not, and that nothing is lost.
#include <gtest/gtest.h>

#include "tests/04_dispatcher/support/support.h"

namespace l04 {
namespace {

class FlowControlTest : public LoopTest {
 protected:
  // Sends the text whenever there is room, as a program would.
  void SendAll(AsyncSocket& socket, const std::string& text) {
    const auto send_more = [&socket, &text, this] {
      int result = 0;
      while (sent_ < text.size() &&
             (result = socket.Send(text.data() + sent_, text.size() - sent_)) > 0) {
        sent_ += static_cast<std::size_t>(result);
        if (faults_.longest_send < text.size()) return;  // a short send: wait for the signal
      }
    };
    on_write_ = socket.SignalWriteEvent.connect([send_more](AsyncSocket*) { send_more(); });
    send_more();
  }

 private:
  std::size_t sent_ = 0;
  Connection on_write_;
};

TEST_P(FlowControlTest, TheWriteSignalStaysSilentWhileSendsSucceed) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(client->Send("hello", 5), 5);
  PumpQuietly();
  EXPECT_EQ(recorder.Count("write"), 0);
}

TEST_P(FlowControlTest, TheWriteSignalComesOnceThePeerHasMadeRoom) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  const std::size_t sent = FillUntilBlocked(*client);
  PumpQuietly();
  EXPECT_EQ(recorder.Count("write"), 0) << "nobody has read anything";
  EXPECT_EQ(Receive(*server, sent).size(), sent);
  ASSERT_TRUE(Pump([&] { return recorder.Count("write") >= 1; }));
  const int writes = recorder.Count("write");
  PumpQuietly();
  EXPECT_EQ(recorder.Count("write"), writes);
}

TEST_P(FlowControlTest, HundredSmallSendsAfterAFlowControlledOneCauseFewerThanTwoSignals) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  const std::size_t sent = FillUntilBlocked(*client);
  Receive(*server, sent);
  ASSERT_TRUE(Pump([&] { return recorder.Count("write") >= 1; }));
  const int before = recorder.Count("write");
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client->Send("y", 1), 1);
  PumpQuietly();
  EXPECT_LT(recorder.Count("write") - before, 2);
}

TEST_P(FlowControlTest, TheWriteSignalComesAfterEverySendThatWasCutShort) {
  auto [client, server] = MakePair();
  const std::string text = Pattern(128 * 1024);
  faults_.longest_send = 128;
  SendAll(*client, text);
  EXPECT_TRUE(Receive(*server, text.size()) == text);
}

TEST_P(FlowControlTest, OneMebibyteArrivesIntactThroughAReaderThatLetsItWait) {
  auto [client, server] = MakePair();
  const std::string text = Pattern(1 << 20);
  SendAll(*client, text);
  EXPECT_TRUE(Receive(*server, text.size()) == text);
}

TEST_P(FlowControlTest, OneMebibyteGoesBothWaysAtTheSameTimeAndEndsInOrder) {
  auto [client, server] = MakePair();
  Recorder recorder(*client);
  const std::string text = Pattern(1 << 20);
  std::string at_client, at_server;
  std::size_t from_client = 0, from_server = 0;
  const auto step = [&text](AsyncSocket& socket, std::size_t& sent, std::string& got) {
    const int result = socket.Send(text.data() + sent, text.size() - sent);
    if (result > 0) sent += static_cast<std::size_t>(result);
    std::string room(16 * 1024, '\0');
    const int received = socket.Recv(room.data(), room.size());
    if (received > 0) got.append(room, 0, static_cast<std::size_t>(received));
  };
  ASSERT_TRUE(Pump([&, &client = client, &server = server] {
    for (int i = 0; i < 20; ++i) {
      step(*client, from_client, at_client);
      step(*server, from_server, at_server);
    }
    return at_client.size() == text.size() && at_server.size() == text.size();
  }));
  EXPECT_TRUE(at_client == text && at_server == text);
  server->Close();
  ASSERT_TRUE(Pump([&] { return recorder.Count("close") == 1; }));
  EXPECT_EQ(recorder.close_error, 0);
}

INSTANTIATE_IN_ALL_WORLDS(FlowControlTest);

}  // namespace
}  // namespace l04
