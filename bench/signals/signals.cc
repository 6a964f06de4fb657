// What an emission costs with lesson 04's signals, with none, and with the peers' that are here.
#include <benchmark/benchmark.h>

#include "signals/emission.h"
#include "signals/subjects.h"
#ifdef NETLADDER_HAS_SIGCPP
#include "signals/sigcpp.h"
#endif
#ifdef NETLADDER_HAS_SIGNALS2
#include "signals/signals2.h"
#endif

int main(int argc, char** argv) {
  bench::RegisterEmission<bench::DirectCalls>("direct");
  bench::RegisterEmission<bench::FunctionVector>("function_vector");
  bench::RegisterSignal<bench::CompactSignal>("lesson04_compact");
  bench::RegisterSignal<bench::SafeSignal>("lesson04_safe");
#ifdef NETLADDER_HAS_SIGCPP
  bench::RegisterSignal<bench::SigCpp>("sigcpp");
#endif
#ifdef NETLADDER_HAS_SIGNALS2
  bench::RegisterSignal<bench::Signals2>("boost_signals2");
#endif
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
