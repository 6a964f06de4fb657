// The two signals that must pass the same tests: the safe one, for reading, and the compact one.
#ifndef TESTS_04_DISPATCHER_SIGNAL_KINDS_H_
#define TESTS_04_DISPATCHER_SIGNAL_KINDS_H_

#include <gtest/gtest.h>

#include <string>

#include "04_dispatcher/signal/safe_signal.h"
#include "04_dispatcher/signal/signal.h"

namespace l04 {

struct Safe {
  template <typename... Args>
  using SignalType = SafeSignal<Args...>;
  using ConnectionType = SafeConnection;
};

struct Compact {
  template <typename... Args>
  using SignalType = Signal<Args...>;
  using ConnectionType = Connection;
};

template <typename Kind, typename... Args>
using SignalOf = typename Kind::template SignalType<Args...>;
template <typename Kind>
using ConnectionOf = typename Kind::ConnectionType;

using SignalKinds = testing::Types<Safe, Compact>;

}  // namespace l04

#endif  // TESTS_04_DISPATCHER_SIGNAL_KINDS_H_
