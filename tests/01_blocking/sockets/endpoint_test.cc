#include "01_blocking/sockets/endpoint.h"

#include <gtest/gtest.h>

#ifndef _WIN32
#include <net/if.h>
#endif

#include <cstring>
#include <string>

#include "01_blocking/sockets/error.h"

namespace l01 {
namespace {

TEST(Endpoint, PrintsIPv4WithItsPort) {
  EXPECT_EQ(Endpoint::Parse("127.0.0.1", 8888)->ToString(), "127.0.0.1:8888");
}

TEST(Endpoint, PrintsIPv6InBrackets) {
  EXPECT_EQ(Endpoint::Parse("::1", 8888)->ToString(), "[::1]:8888");
}

// Without its zone such an address cannot be used again, and two networks may have the same one.
TEST(Endpoint, PrintsTheZoneOfALinkLocalAddress) {
  sockaddr_in6 address{};
  std::memcpy(&address, Endpoint::Parse("fe80::1", 80)->data(), sizeof address);
  address.sin6_scope_id = 1;
  const Endpoint first(reinterpret_cast<const sockaddr*>(&address), sizeof address);
  address.sin6_scope_id = 4'000'000;  // no such interface
  const Endpoint other(reinterpret_cast<const sockaddr*>(&address), sizeof address);
#ifdef _WIN32
  EXPECT_EQ(first.ToString(), "[fe80::1%1]:80");
#else
  char name[IF_NAMESIZE] = "";
  ASSERT_NE(::if_indextoname(1, name), nullptr);
  EXPECT_EQ(first.ToString(), std::string("[fe80::1%") + name + "]:80");
#endif
  EXPECT_EQ(other.ToString(), "[fe80::1%4000000]:80");
  EXPECT_FALSE(first == other);
}

TEST(Endpoint, MayBeAPlaceInTheFileSystem) {
#ifdef _WIN32
  EXPECT_FALSE(Endpoint::Local("/run/app.sock"));
#else
  const Endpoint place = *Endpoint::Local("/run/app.sock");
  EXPECT_EQ(place.family(), AF_UNIX);
  EXPECT_EQ(place.port(), 0);
  EXPECT_EQ(place.ToString(), "/run/app.sock");
  EXPECT_FALSE(Endpoint::Local(""));
  EXPECT_FALSE(Endpoint::Local(std::string(200, 'x'))) << "would be cut off";
#endif
}

TEST(Endpoint, IsEmptyByDefault) {
  const Endpoint none;
  EXPECT_EQ(none.family(), AF_UNSPEC);
  EXPECT_EQ(none.port(), 0);
  EXPECT_EQ(none.ToString(), "-");
}

TEST(Endpoint, ComparesByAddressAndPort) {
  EXPECT_EQ(Endpoint::Loopback(80), *Endpoint::Parse("127.0.0.1", 80));
  EXPECT_FALSE(Endpoint::Loopback(80) == Endpoint::Loopback(81));
  EXPECT_FALSE(Endpoint::Loopback(80) == Endpoint::Loopback(80, AF_INET6));
}

// The same digits on two networks are two machines.
TEST(Endpoint, ComparesTheZoneOfALinkLocalAddress) {
  const Endpoint first = *Endpoint::Parse("fe80::1%1", 80);
  EXPECT_EQ(first, *Endpoint::Parse("fe80::1%1", 80));
  EXPECT_FALSE(first == *Endpoint::Parse("fe80::1%2", 80));
  EXPECT_FALSE(first == *Endpoint::Parse("fe80::1", 80));
}

class MalformedAddress : public testing::TestWithParam<const char*> {};

TEST_P(MalformedAddress, IsRefusedWithoutANameServer) {
  EXPECT_FALSE(Endpoint::Parse(GetParam(), 80).has_value());
}

INSTANTIATE_TEST_SUITE_P(Texts, MalformedAddress,
                         testing::Values("", "localhost", "127.0.0", "127.0.0.256", "1.2.3.4.5",
                                         "127.0.0.1:80", "[::1]", ":::1", " 127.0.0.1",
                                         "fe80::1%no-such-interface", "127.0.0.1%1"));

TEST(Resolve, FindsLoopbackForLocalhost) {
  const std::vector<Endpoint> endpoints = Resolve("localhost", 80);
  ASSERT_FALSE(endpoints.empty());
  for (const Endpoint& endpoint : endpoints) EXPECT_EQ(endpoint.port(), 80);
}

TEST(Resolve, TakesNumericAddresses) {
  EXPECT_EQ(Resolve("127.0.0.1", 7).at(0), Endpoint::Loopback(7));
  EXPECT_EQ(Resolve("::1", 7).at(0), Endpoint::Loopback(7, AF_INET6));
}

TEST(Resolve, NamesTheHostThatHasNoAddress) {
  try {
    Resolve("no-such-host.invalid", 80);
    FAIL() << "it resolved";
  } catch (const SocketError& error) {
    EXPECT_NE(std::string(error.what()).find("resolve no-such-host.invalid: "), std::string::npos);
  }
}

TEST(HostAndPort, BracketsOnlyIPv6) {
  EXPECT_EQ(HostAndPort("localhost", 80), "localhost:80");
  EXPECT_EQ(HostAndPort("::1", 80), "[::1]:80");
}

}  // namespace
}  // namespace l01
