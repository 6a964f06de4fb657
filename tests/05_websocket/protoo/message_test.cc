// protoo's messages as text (facts P2 to P6), and everything that is none.
#include "05_websocket/protoo/message.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace {

using l05::Json;
using l05::ParseProtooMessage;

TEST(ProtooMessage, ReadsARequest) {
  const auto message = ParseProtooMessage(
      R"({"request":true,"id":12,"method":"newConsumer","data":{"kind":"video"}})");
  const auto& request = std::get<l05::ProtooRequest>(message);
  EXPECT_EQ(request.id, 12);
  EXPECT_EQ(request.method, "newConsumer");
  EXPECT_EQ(request.data, Json({{"kind", "video"}}));
}

TEST(ProtooMessage, ReadsASuccess) {
  const auto message =
      ParseProtooMessage(R"({"response":true,"id":10001,"ok":true,"data":{"a":1}})");
  const auto& response = std::get<l05::ProtooResponse>(message);
  EXPECT_TRUE(response.ok);
  EXPECT_EQ(response.id, 10001);
  EXPECT_EQ(response.data["a"], 1);
}

// Fact P4: the server leaves `ok` out of an error response.
TEST(ProtooMessage, ReadsAnErrorWithAndWithoutOk) {
  for (const char* text :
       {R"({"response":true,"id":1,"ok":false,"errorCode":404,"errorReason":"no"})",
        R"({"response":true,"id":1,"errorCode":404,"errorReason":"no"})"}) {
    const auto message = ParseProtooMessage(text);
    const auto& response = std::get<l05::ProtooResponse>(message);
    EXPECT_FALSE(response.ok);
    EXPECT_EQ(response.error_code, 404);
    EXPECT_EQ(response.error_reason, "no");
  }
}

TEST(ProtooMessage, ReadsAnErrorWithoutDetails) {
  const auto message =
      ParseProtooMessage(R"({"response":true,"id":1,"errorCode":"x","errorReason":5})");
  const auto& response = std::get<l05::ProtooResponse>(message);
  EXPECT_FALSE(response.ok);
  EXPECT_EQ(response.error_code, 0);
  EXPECT_EQ(response.error_reason, "");
}

TEST(ProtooMessage, ReadsANotification) {
  const auto message = ParseProtooMessage(R"({"notification":true,"method":"peerClosed"})");
  const auto& note = std::get<l05::ProtooNotification>(message);
  EXPECT_EQ(note.method, "peerClosed");
  EXPECT_EQ(note.data, Json::object());
}

TEST(ProtooMessage, TakesMissingAndNullDataForAnEmptyObject) {
  for (const char* text : {R"({"response":true,"id":1,"ok":true})",
                           R"({"response":true,"id":1,"ok":true,"data":null})"}) {
    const auto message = ParseProtooMessage(text);
    EXPECT_EQ(std::get<l05::ProtooResponse>(message).data, Json::object());
  }
}

TEST(ProtooMessage, KeepsAnIdOfAnyNumberAsItIs) {
  const auto message = ParseProtooMessage(R"({"request":true,"id":1.5,"method":"m"})");
  const auto& request = std::get<l05::ProtooRequest>(message);
  EXPECT_EQ(Json::parse(l05::ProtooAcceptText(request.id, {}))["id"], 1.5);
}

TEST(ProtooMessage, HasAnIdThatIsANumberInAnySpelling) {
  EXPECT_EQ(l05::WholeNumber(Json::parse("10001.0")), 10001U);
  EXPECT_EQ(l05::WholeNumber(Json::parse("1.0001e4")), 10001U);
  EXPECT_EQ(l05::WholeNumber(Json::parse("1E0")), 1U);
  EXPECT_EQ(l05::WholeNumber(Json::parse("-0")), 0U);
  EXPECT_EQ(l05::WholeNumber(Json::parse("-0.0")), 0U);
  for (const char* other : {"1.5", "-1", "1e300", "\"1\"", "null"}) {
    EXPECT_EQ(l05::WholeNumber(Json::parse(other)), std::nullopt) << other;
  }
}

std::string MethodOf(const std::string& json) {
  const auto message = ParseProtooMessage("{\"notification\":true,\"method\":\"" + json + "\"}");
  const auto* note = std::get_if<l05::ProtooNotification>(&message);
  return note == nullptr ? std::get<l05::ProtooInvalid>(message).why : note->method;
}

// As JSON.stringify writes a text that was cut inside an emoji (RFC 8259 §8.2).
TEST(ProtooMessage, ReadsALoneSurrogateAsOneReplacedCharacter) {
  const std::string replaced = "\xEF\xBF\xBD";
  const std::string smile = "\xF0\x9F\x98\x80";
  EXPECT_EQ(MethodOf(R"(Zo\ud83d)"), "Zo" + replaced);
  EXPECT_EQ(MethodOf(R"(\uDE00!)"), replaced + "!");
  EXPECT_EQ(MethodOf(R"(\ud83d\ud83d\ude00)"), replaced + smile);
  EXPECT_EQ(MethodOf(R"(\ud83d\n\ude00)"), replaced + "\n" + replaced);
  EXPECT_EQ(MethodOf(R"(\ude00\ud83d)"), replaced + replaced);
}

TEST(ProtooMessage, LeavesPairsAndEscapedBackslashesAlone) {
  EXPECT_EQ(MethodOf(R"(\uD83D\uDE00)"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(MethodOf(R"(\\ud83d)"), R"(\ud83d)");
  EXPECT_EQ(MethodOf(R"(\u12)"), "not JSON");
  EXPECT_EQ(MethodOf("\\"), "not JSON");
}

// Rule R38 and fact P6: `null` is valid JSON and crashes the real server.
TEST(ProtooMessage, ReportsWhatIsNoProtooMessage) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "not JSON"},
      {"hello", "not JSON"},
      {"{", "not JSON"},
      {R"({"request":true}})", "not JSON"},
      {"null", "a JSON null, not an object"},
      {"[]", "a JSON array, not an object"},
      {"42", "a JSON number, not an object"},
      {"\"request\"", "a JSON string, not an object"},
      {"{}", "neither request, response nor notification"},
      {R"({"request":false,"id":1,"method":"m"})", "neither request, response nor notification"},
      {R"({"request":"true","id":1,"method":"m"})", "neither request, response nor notification"},
      {R"({"request":true,"id":1})", "request without a method"},
      {R"({"request":true,"id":1,"method":5})", "request without a method"},
      {R"({"request":true,"method":"m"})", "request without a numeric id"},
      {R"({"request":true,"id":"1","method":"m"})", "request without a numeric id"},
      {R"({"response":true,"ok":true})", "response without a numeric id"},
      {R"({"response":true,"id":null,"ok":true})", "response without a numeric id"},
      {R"({"notification":true})", "notification without a method"},
  };
  for (const auto& [text, why] : cases) {
    const auto message = ParseProtooMessage(text);
    ASSERT_TRUE(std::holds_alternative<l05::ProtooInvalid>(message)) << text;
    EXPECT_EQ(std::get<l05::ProtooInvalid>(message).why, why) << text;
  }
}

TEST(ProtooMessage, SurvivesDeepNestingAndOddNumbers) {
  EXPECT_NO_THROW(ParseProtooMessage(std::string(200000, '[')));
  const auto deep = ParseProtooMessage(R"({"request":true,"id":1,"method":"m","data":)" +
                                       std::string(100000, '[') + std::string(100000, ']') + "}");
  EXPECT_EQ(std::get<l05::ProtooInvalid>(deep).why, "nested too deeply");
  EXPECT_NO_THROW(ParseProtooMessage(R"({"response":true,"id":1e400})"));
  EXPECT_NO_THROW(ParseProtooMessage(R"({"response":true,"id":-1,"errorCode":1e300})"));
  EXPECT_NO_THROW(ParseProtooMessage(R"({"response":true,"id":18446744073709551616})"));
}

TEST(ProtooMessage, IsWrittenAsItIsRead) {
  EXPECT_EQ(
      Json::parse(l05::ProtooRequestText(10001, "getRouterRtpCapabilities", Json::object())),
      Json::parse(R"({"request":true,"id":10001,"method":"getRouterRtpCapabilities","data":{}})"));
  EXPECT_EQ(Json::parse(l05::ProtooAcceptText(7, {{"a", 1}})),
            Json::parse(R"({"response":true,"id":7,"ok":true,"data":{"a":1}})"));
  EXPECT_EQ(
      Json::parse(l05::ProtooRejectText(7, 404, "no")),
      Json::parse(R"({"response":true,"id":7,"ok":false,"errorCode":404,"errorReason":"no"})"));
  EXPECT_EQ(Json::parse(l05::ProtooNotificationText("m", Json::object())),
            Json::parse(R"({"notification":true,"method":"m","data":{}})"));
}

TEST(ProtooMessage, IsAlwaysUtf8) {
  EXPECT_NO_THROW(l05::ProtooRejectText(1, 500, "\xFF broken"));
}

}  // namespace
