// Who asks: what the server learns, and that no secret is printed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/05_websocket/support/program_run.h"
#include "tests/05_websocket/support/real_peer.h"
#include "tests/05_websocket/support/tls_peer.h"

namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
using ws_test::Certificate;
using ws_test::Finished;
using ws_test::NodeEcho;
using ws_test::RealPeer;

// What npm's `ws` found in the request of a client with these arguments.
json HeadersSeen(const RealPeer& peer, std::vector<std::string> arguments,
                 const std::string& login = "") {
  arguments.insert(arguments.end(), {"-1", "-v", "ws://" + login + peer.address() + "/request"});
  const Finished run(arguments);
  EXPECT_EQ(run.exit_code, 0) << run.child.Stderr();
  EXPECT_THAT(run.child.Stderr(), Not(HasSubstr("secret")));
  EXPECT_THAT(run.child.Stderr(), Not(HasSubstr("c2VjcmV0"))) << "the same in base64";
  const json seen = json::parse(run.child.Stdout(), nullptr, false);
  EXPECT_TRUE(seen.is_object()) << run.child.Stdout();
  return seen.is_object() ? seen["headers"] : json::object();
}

TEST(ProgramIdentity, LogsInWithBasicAuthorization) {
  RealPeer peer(NodeEcho("ws", false));
  const Finished seen({"-1", "-v", "--user", "me:secret", "ws://" + peer.address() + "/request"});
  EXPECT_THAT(seen.child.Stderr(), HasSubstr("Authorization: (not shown)"));
  const std::string basic = "Basic bWU6c2VjcmV0";  // me:secret
  EXPECT_EQ(HeadersSeen(peer, {}, "me:secret@")["authorization"], basic);
  EXPECT_EQ(HeadersSeen(peer, {"--user", "me:secret"})["authorization"], basic);
  EXPECT_EQ(HeadersSeen(peer, {"--user", "me:secret"}, "you:other@")["authorization"], basic);
  const json own = HeadersSeen(peer, {"-H", "Authorization: Bearer secret"}, "you:other@");
  EXPECT_EQ(own["authorization"], "Bearer secret");
  EXPECT_FALSE(HeadersSeen(peer, {}).contains("authorization"));
}

TEST(ProgramIdentity, ReplacesHostUserAgentAndOrigin) {
  RealPeer peer(NodeEcho("ws", false));
  const json headers = HeadersSeen(
      peer, {"-H", "host: example.test", "-H", "User-Agent: me/1", "-H", "Origin: http://o"});
  EXPECT_EQ(headers["host"], "example.test");
  EXPECT_EQ(headers["user-agent"], "me/1");
  EXPECT_EQ(headers["origin"], "http://o");
  EXPECT_FALSE(HeadersSeen(peer, {"-H", "User-Agent:"}).contains("user-agent"));
  EXPECT_EQ(HeadersSeen(peer, {})["host"], peer.address());
}

TEST(ProgramIdentity, SendsAllCookiesInOneField) {
  RealPeer peer(NodeEcho("ws", false));
  EXPECT_EQ(HeadersSeen(peer, {"--cookie", "a=b", "--cookie", "c=d"})["cookie"], "a=b; c=d");
}

TEST(ProgramIdentity, TakesHeadersFromAFile) {
  RealPeer peer(NodeEcho("ws", false));
  const std::string path = ::testing::TempDir() + "netladder_headers";
  std::ofstream(path) << "# who we are\nX-Token: token-1\r\n\n  X-Two:  2\n";
  const json headers = HeadersSeen(peer, {"--header-file", path, "-H", "X-Three: 3"});
  EXPECT_EQ(headers["x-token"], "token-1");
  EXPECT_EQ(headers["x-two"], "2");
  EXPECT_EQ(headers["x-three"], "3");
  std::ofstream(path) << "X-Ok: 1\nsecret without a colon\n";
  const Finished bad({"--header-file", path, "ws://127.0.0.1:1/"});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.child.Stderr(), HasSubstr(path + ": line 2 is not 'Name: value'"));
  EXPECT_THAT(bad.child.Stderr(), Not(HasSubstr("secret")));
  std::remove(path.c_str());
  EXPECT_EQ(Finished({"--header-file", path, "ws://127.0.0.1:1/"}).exit_code, 2);
}

TEST(ProgramIdentity, ShowsAClientCertificate) {
  const Certificate server;
  const Certificate client("DNS:client.test");
  std::vector<std::string> command = NodeEcho("ws", false);
  command.insert(command.end(),
                 {"--cert", server.file(), "--key", server.key(), "--client-ca", client.file()});
  RealPeer peer(command);
  const std::string url = "wss://" + peer.address() + "/";
  for (const std::string backend : {"epoll", "wsa"}) {
    const Finished known({"--backend", backend, "--ca", server.file(), "--cert", client.file(),
                          "--key", client.key(), url},
                         "hello\n");
    EXPECT_EQ(known.exit_code, 0) << known.child.Stderr();
    EXPECT_EQ(known.child.Stdout(), "hello\n");
  }
  const Finished unknown({"--ca", server.file(), url}, "hello\n");
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_EQ(unknown.child.Stdout(), "");
}

TEST(ProgramIdentity, SaysWhichFileIsWrong) {
  const Certificate one;
  const Certificate other;
  const Finished missing({"--cert", "/no/such/file", "wss://127.0.0.1:1/"});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.child.Stderr(), HasSubstr("--cert /no/such/file: No such file"));
  const Finished mixed({"--cert", one.file(), "--key", other.key(), "wss://127.0.0.1:1/"});
  EXPECT_EQ(mixed.exit_code, 2);
  EXPECT_THAT(mixed.child.Stderr(), HasSubstr("TLS: key in " + other.key()));
}

}  // namespace
