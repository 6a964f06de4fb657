// What the options of the program mean for a connection.
#include "05_websocket/program/client_arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "05_websocket/program/connection_options.h"
#include "05_websocket/program/end_text.h"
#include "support/command_line.h"

namespace {

using l05::ClientArguments;
using l05::ClientOptions;
using std::chrono::milliseconds;
using support::UsageError;

TEST(ClientArguments, BecomeTheOptionsOfAConnection) {
  ClientArguments arguments;
  arguments.subprotocols = {"a", "b"};
  arguments.headers = {"X-One: 1", "X-Two:2:3 "};
  arguments.origin = "http://o";
  arguments.insecure = true;
  arguments.ca_file = "ca.pem";
  arguments.no_compress = true;
  arguments.ping_seconds = 1.5;
  arguments.connect_seconds = 0;
  arguments.max_message = 77;
  const ClientOptions options = l05::OptionsFor(arguments);
  EXPECT_EQ(options.handshake.subprotocols, arguments.subprotocols);
  ASSERT_EQ(options.handshake.headers.size(), 2U);
  EXPECT_EQ(options.handshake.headers[0].name, "X-One");
  EXPECT_EQ(options.handshake.headers[0].value, "1");
  EXPECT_EQ(options.handshake.headers[1].value, "2:3");
  EXPECT_EQ(options.handshake.origin, "http://o");
  EXPECT_FALSE(options.tls.verify);
  EXPECT_EQ(options.tls.ca_file, "ca.pem");
  EXPECT_FALSE(options.compress);
  EXPECT_EQ(options.deadlines.idle_ping, milliseconds(1500));
  EXPECT_EQ(options.deadlines.connect, milliseconds(0));
  EXPECT_EQ(options.deadlines.handshake, milliseconds(0));
  EXPECT_EQ(options.limits.max_frame, 77U);
  EXPECT_EQ(options.limits.max_message, 77U);
  EXPECT_EQ(options.limits.max_inflated, 77U);
}

TEST(ClientArguments, CompressAndVerifyUnlessToldOtherwise) {
  const ClientOptions options = l05::OptionsFor(ClientArguments());
  EXPECT_TRUE(options.compress);
  EXPECT_TRUE(options.tls.verify);
  EXPECT_EQ(options.deadlines.idle_ping, milliseconds(0));
  EXPECT_EQ(options.deadlines.connect, milliseconds(10000));
}

TEST(ClientArguments, RefuseWhatCannotBeMeant) {
  ClientArguments arguments;
  arguments.headers = {"no colon"};
  EXPECT_THROW(l05::OptionsFor(arguments), UsageError);
  arguments = {};
  arguments.max_message = 0;
  EXPECT_THROW(l05::OptionsFor(arguments), UsageError);
  for (const double seconds : {-1.0, 86401.0, std::nan(""), HUGE_VAL}) {
    EXPECT_THROW(l05::ParseSeconds(seconds, "--ping"), UsageError) << seconds;
  }
}

TEST(ClientArguments, RoundSecondsUpToMilliseconds) {
  EXPECT_EQ(l05::ParseSeconds(0.0001, "--ping"), milliseconds(1));
  EXPECT_EQ(l05::ParseSeconds(2, "--ping"), milliseconds(2000));
  EXPECT_EQ(l05::ParseSeconds(0, "--ping"), milliseconds(0));
}

TEST(CloseRequest, IsACodeAndMayHaveAReason) {
  EXPECT_EQ(l05::ParseCloseRequest("1000").code, 1000);
  EXPECT_EQ(l05::ParseCloseRequest("4000").reason, "");
  const l05::CloseRequest request = l05::ParseCloseRequest("3001:until: later");
  EXPECT_EQ(request.code, 3001);
  EXPECT_EQ(request.reason, "until: later");
  EXPECT_EQ(l05::ParseCloseRequest("1000:" + std::string(123, 'x')).reason.size(), 123U);
}

TEST(CloseRequest, RefusesWhatACloseFrameMustNotCarry) {
  const std::string too_long = "1000:" + std::string(124, 'x');
  for (const std::string text : {"", ":bye", "x", "1000x", "-1", "999", "1005", "1006", "1015",
                                 "5000", "66536", "1000:\xFF", too_long.c_str()}) {
    EXPECT_THROW(l05::ParseCloseRequest(text), UsageError) << text;
  }
}

l05::CloseInfo Info(int code, bool clean) {
  l05::CloseInfo info;
  info.code = static_cast<std::uint16_t>(code);
  info.clean = clean;
  info.what = "what happened";
  return info;
}

TEST(ExitCode, IsZeroAfterAGoodEndOnly) {
  for (const int code : {1000, 1001, 1005, 3000, 4000, 4999}) {
    EXPECT_EQ(l05::ExitCodeFor(Info(code, true)), 0) << code;
    EXPECT_THROW(l05::ExitCodeFor(Info(code, false)), std::runtime_error) << code;
  }
  for (const int code : {1002, 1003, 1006, 1007, 1009, 1011, 1014}) {
    EXPECT_THROW(l05::ExitCodeFor(Info(code, true)), std::runtime_error) << code;
  }
}

}  // namespace
