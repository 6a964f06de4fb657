// Retry-After, and which ends are final.
#include "05_websocket/client/retry_after.h"

#include <gtest/gtest.h>

#include <string>

#include "05_websocket/client/backoff.h"

namespace {

using l05::CloseInfo;
using l05::ParseRetryAfter;
using std::chrono::seconds;

// Sun, 06 Nov 1994 08:49:37 GMT
constexpr std::chrono::system_clock::time_point kThen{seconds(784111777)};

CloseInfo Refusal(int status, const std::string& retry_after = "") {
  CloseInfo info;
  info.handshake.emplace();
  info.handshake->status = status;
  if (!retry_after.empty()) info.handshake->headers.push_back({"retry-after", retry_after});
  return info;
}

TEST(RetryAfter, IsANumberOfSecondsOrADate) {
  EXPECT_EQ(ParseRetryAfter("120", kThen), seconds(120));
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:49:37 GMT", kThen - seconds(90)), seconds(90));
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:49:37 GMT", kThen + seconds(90)), seconds(0));
}

TEST(RetryAfter, IsNeverLongerThanADay) {
  EXPECT_EQ(ParseRetryAfter("99999999999999999999", kThen), l05::kLongestRetryAfter);
  EXPECT_EQ(ParseRetryAfter("Fri, 31 Dec 9999 23:59:59 GMT", kThen), l05::kLongestRetryAfter);
}

TEST(RetryAfter, OfAnythingElseIsIgnored) {
  for (const char* text : {"", "-1", "soon", "1.5", "12 s", "Sun, 06 Nox 1994 08:49:37 GMT",
                           "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET"}) {
    EXPECT_FALSE(ParseRetryAfter(text, kThen)) << text;
  }
}

TEST(RetryAfter, MakesTheWaitLongerButNeverShorter) {
  l05::Backoff backoff;
  EXPECT_EQ(backoff.After(Refusal(503, "30")), seconds(30));
  EXPECT_EQ(backoff.After(Refusal(503, "1")), seconds(2));
  EXPECT_EQ(backoff.tries(), 2);
}

TEST(Retry, IsNotForARefusalThatWillBeRepeated) {
  for (const int status : {400, 401, 403, 404, 426}) {
    EXPECT_FALSE(l05::IsWorthARetry(Refusal(status))) << status;
  }
  EXPECT_TRUE(l05::IsWorthARetry(Refusal(429, "5"))) << "the server invites us to come back";
  for (const int status : {0, 500, 502, 503}) {
    EXPECT_TRUE(l05::IsWorthARetry(Refusal(status))) << status;
  }
  CloseInfo untrusted;
  untrusted.final = true;
  EXPECT_FALSE(l05::IsWorthARetry(untrusted));
  CloseInfo policy;
  policy.code = 1008;
  EXPECT_FALSE(l05::IsWorthARetry(policy));
}

}  // namespace
