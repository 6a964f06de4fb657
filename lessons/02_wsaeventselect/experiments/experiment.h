// Beliefs about WSAEventSelect that people take from the web, each put to the test.
//
// An article on WebRTC's Windows loop (Chen Song, 2022) and a comment which it quotes say a lot
// about this API. Some of it is true, some half of it, some would break a program. Here nobody is
// asked to believe anything: every sentence is an experiment with a verdict, and an experiment
// whose observation does not support its verdict fails. Lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_EXPERIMENT_H_
#define LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_EXPERIMENT_H_

#include <string>
#include <string_view>
#include <vector>

#include "02_wsaeventselect/experiments/observation.h"

namespace l02 {

/// What becomes of a belief when it is tried.
enum class Verdict {
  kTrue,       ///< it holds
  kHalfTrue,   ///< it holds in a part of the cases, or for another reason
  kFalse,      ///< it does not hold
  kDangerous,  ///< it holds until the day when it loses data or stops the program
};

/// "true", "half-true", "false" or "dangerous".
std::string_view VerdictName(Verdict verdict);

/// One belief and how it is tried.
struct Experiment {
  std::string_view name;    // for the command line, in kebab-case
  std::string_view belief;  // what people say, in one line
  Verdict verdict;          // what becomes of it
  std::string_view why;     // the reason, in one line
  Observation (*run)();     // tries it; ends within seconds; Winsock must be started
};

/// All experiments, in the order of the article.
const std::vector<Experiment>& Experiments();

/// Runs one experiment and prints the belief, the steps, what was seen, and the verdict.
/// Returns 0 if the observation supports the verdict, else 1.
/// @throws support::UsageError if there is no such experiment.
int RunExperiment(std::string_view name);

/// Runs all experiments, each as RunExperiment does. Returns 0 if every one supports its verdict.
int RunAllExperiments();

/// Prints one line per experiment: its name and the belief. Returns 0.
int ListExperiments();

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_EXPERIMENTS_EXPERIMENT_H_
