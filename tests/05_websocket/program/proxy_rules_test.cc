// Which proxy the environment names: the rules of curl.
#include "05_websocket/program/proxy_rules.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace {

using Variables = std::map<std::string, std::string>;

std::string Choose(bool secure, const Variables& variables) {
  return l05::ProxyFromEnvironment(secure,
                                   [&variables](const char* name) {
                                     const auto found = variables.find(name);
                                     return found == variables.end() ? std::string()
                                                                     : found->second;
                                   })
      .proxy;
}

TEST(ProxyRules, AskForTheSchemeThenForItsHttpKinThenForAll) {
  const auto order = [](bool secure) {
    Variables all = {{"ws_proxy", "1"},   {"WS_PROXY", "2"},    {"http_proxy", "3"},
                     {"all_proxy", "4"},  {"ALL_PROXY", "5"},   {"wss_proxy", "6"},
                     {"WSS_PROXY", "7"},  {"https_proxy", "8"}, {"HTTPS_PROXY", "9"},
                     {"HTTP_PROXY", "no"}};
    std::string used;
    for (std::string one; !(one = Choose(secure, all)).empty(); used += one) {
      std::erase_if(all, [&one](const auto& variable) { return variable.second == one; });
    }
    return used;
  };
  EXPECT_EQ(order(false), "12345");
  EXPECT_EQ(order(true), "678945");
}

TEST(ProxyRules, DoNotTrustTheLargeHttpProxy) {
  EXPECT_EQ(Choose(false, {{"HTTP_PROXY", "evil"}}), "");
}

TEST(ProxyRules, TakeAnEmptyVariableForNone) {
  EXPECT_EQ(Choose(false, {{"ws_proxy", ""}, {"all_proxy", "p"}}), "p");
}

TEST(ProxyRules, AskForTheExceptionsInSmallThenInLargeLetters) {
  const auto exceptions = [](const Variables& variables) {
    return l05::ExceptionsFromEnvironment([&variables](const char* name) {
      const auto found = variables.find(name);
      return found == variables.end() ? std::string() : found->second;
    });
  };
  EXPECT_EQ(exceptions({{"no_proxy", "a"}, {"NO_PROXY", "b"}}), "a");
  EXPECT_EQ(exceptions({{"NO_PROXY", "b"}}), "b");
  EXPECT_EQ(exceptions({}), "");
}

TEST(ProxyRules, ReadTheExceptions) {
  const struct {
    const char *host, *list;
    bool exception;
  } cases[] = {
      {"example.com", "example.com", true},
      {"www.example.com", "example.com", true},
      {"www.example.com", ".example.com", true},
      {"example.com", ".example.com", true},
      {"badexample.com", "example.com", false},
      {"example.com", "www.example.com", false},
      {"EXAMPLE.com.", "a, example.COM", true},
      {"example.com", "a b\texample.com", true},
      {"example.com", "", false},
      {"example.com", "*", true},
      {"example.com", "*,a", false},
      {"127.0.0.1", "127.0.0.1", true},
      {"10.1.2.3", "10.0.0.0/8", true},
      {"11.1.2.3", "10.0.0.0/8", false},
      {"10.1.129.3", "10.1.128.0/17", true},
      {"10.1.127.3", "10.1.128.0/17", false},
      {"10.1.2.3", "10.0.0.0/33", false},
      {"10.1.2.3", "2.3", false},
      {"::1", "[::1]", true},
      {"fe80::1", "fe80::/10", true},
      {"::1", "127.0.0.1", false},
      {"localhost", "127.0.0.1", false},
  };
  for (const auto& [host, list, exception] : cases) {
    EXPECT_EQ(l05::IsException(host, list), exception) << host << " in " << list;
  }
}

}  // namespace
