// Which errno values end a connection, and which are about the call that got them.
#include "02_wsaeventselect/emulation/errors.h"

#include <cerrno>

#include "02_wsaeventselect/winsock/accept_error.h"
#include "tests/02_wsaeventselect/emulation/parts.h"

namespace l02_test {
namespace {

TEST(EmulationErrors, OfTheConnectionEndIt) {
  for (const int value : {ECONNRESET, EPIPE, ETIMEDOUT, ECONNABORTED, EHOSTUNREACH, ENETDOWN}) {
    EXPECT_TRUE(l02::EndsConnection(value)) << value;
  }
}

TEST(EmulationErrors, OfTheCallDoNot) {
  for (const int value :
       {EFAULT, ENOBUFS, ENOMEM, EINTR, EAGAIN, EINVAL, EOPNOTSUPP, EMSGSIZE, 0}) {
    EXPECT_FALSE(l02::EndsConnection(value)) << value;
  }
}

TEST(EmulationErrors, OfTheCallAreNotNotedAsAReset) {
  ConnectedBench pair;
  for (const int value : {EFAULT, ENOBUFS, ENOMEM, EINTR}) pair.connection.NoteFailedCall(value);
  EXPECT_FALSE(pair.connection.reset());
  pair.connection.NoteFailedCall(ECONNRESET);
  EXPECT_TRUE(pair.connection.reset());
}

// Lesson 01's table, seen through Winsock's codes.
TEST(EmulationErrors, OfAcceptHaveTheKindsOfLesson01) {
  using l01::AcceptError;
  EXPECT_EQ(AcceptError::kNobodyWaits, l02::ClassifyAcceptError(WSAEWOULDBLOCK));
  EXPECT_EQ(AcceptError::kClientGone, l02::ClassifyAcceptError(WSAECONNRESET));
  for (const int code : {WSAEMFILE, WSAENOBUFS}) {
    EXPECT_EQ(AcceptError::kOutOfResources, l02::ClassifyAcceptError(code)) << code;
  }
  for (const int code : {WSAEFAULT, WSAEINVAL, WSAENOTSOCK}) {
    EXPECT_EQ(AcceptError::kBroken, l02::ClassifyAcceptError(code)) << code;
  }
}

}  // namespace
}  // namespace l02_test
