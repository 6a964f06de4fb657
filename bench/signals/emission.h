// What is measured of each way: an emission to N slots, and connect followed by disconnect.
#ifndef BENCH_SIGNALS_EMISSION_H_
#define BENCH_SIGNALS_EMISSION_H_

#include <benchmark/benchmark.h>

#include <cstddef>
#include <string>
#include <vector>

#include "signals/subjects.h"

namespace bench {

/// state.range(0) slots are connected, each of a receiver of its own.
template <typename Subject>
void Emission(benchmark::State& state) {
  const auto slots = static_cast<std::size_t>(state.range(0));
  std::vector<Receiver> receivers(slots);
  Subject subject;
  std::vector<typename Subject::Connection> connections;
  for (Receiver& receiver : receivers) connections.push_back(subject.Connect(&receiver));
  int number = 0;
  for (auto _ : state) {
    // The compiler must not know that nothing changes between two emissions.
    benchmark::DoNotOptimize(subject);
    subject.Emit(++number);
    benchmark::ClobberMemory();
  }
}

/// A connection that ends at once.
template <typename Subject>
void ConnectDisconnect(benchmark::State& state) {
  Subject subject;
  Receiver receiver;
  for (auto _ : state) {
    auto connection = subject.Connect(&receiver);
    benchmark::DoNotOptimize(connection);
  }
}

/// Registers the emissions of one way under `name`.
template <typename Subject>
void RegisterEmission(const std::string& name) {
  for (const int slots : {0, 1, 8}) {
    benchmark::RegisterBenchmark(("emit/" + name).c_str(), Emission<Subject>)->Arg(slots);
  }
}

/// Registers all measurements of a way whose connections end when they die.
template <typename Subject>
void RegisterSignal(const std::string& name) {
  RegisterEmission<Subject>(name);
  benchmark::RegisterBenchmark(("connect/" + name).c_str(), ConnectDisconnect<Subject>);
}

}  // namespace bench

#endif  // BENCH_SIGNALS_EMISSION_H_
