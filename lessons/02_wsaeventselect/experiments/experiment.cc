// Prints an experiment. What it did and saw comes from the experiment itself.
#include "02_wsaeventselect/experiments/experiment.h"

#include <algorithm>
#include <cstdio>

#include "support/command_line.h"

namespace l02 {
namespace {

void Print(const std::string& text) {
  std::printf("%s\n", text.c_str());
  std::fflush(stdout);  // whoever reads a pipe must see how far we came
}

// If the observation does not fit, the reader sees both: a changed system must not hide behind a
// verdict that was written on another one.
void PrintSeen(const Observation::Line& line) {
  const std::string text = line.what + ": " + line.seen;
  if (line.seen == line.needed) {
    Print("   saw    " + text);
  } else {
    Print("   WRONG  " + text + ", but the verdict needs: " + line.needed);
  }
}

void PrintLines(const Observation& observation) {
  int step = 0;
  for (const Observation::Line& line : observation.lines()) {
    switch (line.kind) {
      case Observation::Kind::kStep:
        Print("\n" + std::to_string(++step) + ". " + line.what);
        break;
      case Observation::Kind::kSaw:
        PrintSeen(line);
        break;
      case Observation::Kind::kHere:
        Print("   here   " + line.what);
        break;
      case Observation::Kind::kNote:
        Print("          " + line.what);
        break;
    }
  }
}

// A name that is misspelt is bad usage (exit code 2), not an experiment that fails.
const Experiment& FindExperiment(std::string_view name) {
  const auto& all = Experiments();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Experiment& experiment) {
    return experiment.name == name;
  });
  if (found == all.end()) {
    throw support::UsageError("no experiment '" + std::string(name) +
                              "': `experiment list` names them");
  }
  return *found;
}

int Run(const Experiment& experiment) {
  Print("Belief: \"" + std::string(experiment.belief) + "\"");
  const Observation observation = experiment.run();
  PrintLines(observation);
  const std::string verdict(VerdictName(experiment.verdict));
  if (!observation.supports_verdict()) {
    Print("\nThe verdict should be \"" + verdict + "\", but what was seen does not support it.");
    return 1;
  }
  Print("\nVerdict: " + verdict + ". " + std::string(experiment.why));
  return 0;
}

}  // namespace

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kTrue:
      return "true";
    case Verdict::kHalfTrue:
      return "half-true";
    case Verdict::kFalse:
      return "false";
    case Verdict::kDangerous:
      return "dangerous";
  }
  return "";
}

int RunExperiment(std::string_view name) {
  return Run(FindExperiment(name));
}

int RunAllExperiments() {
  int result = 0;
  for (const Experiment& experiment : Experiments()) {
    Print("==== " + std::string(experiment.name));
    if (Run(experiment) != 0) result = 1;
    Print("");
  }
  return result;
}

int ListExperiments() {
  for (const Experiment& experiment : Experiments()) {
    std::printf("%-36s %s\n", std::string(experiment.name).c_str(),
                std::string(experiment.belief).c_str());
  }
  return 0;
}

}  // namespace l02
