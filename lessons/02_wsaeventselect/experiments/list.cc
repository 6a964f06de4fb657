// Puts the groups into the order in which the article makes its claims.
#include "02_wsaeventselect/experiments/list.h"

namespace l02 {
namespace {

std::vector<Experiment> AllGroups() {
  std::vector<Experiment> all;
  for (const auto& group :
       {QueueExperiments(), WriteExperiments(), WriteSizeExperiments(), EdgeExperiments(),
        HeaderExperiments(), WaitingExperiments(), NonBlockingExperiments(),
        ManySocketsExperiments(), RecordExperiments(), ElseIfExperiments(), StartExperiments(),
        FlowExperiments(), ShortSendExperiments(), JustSendExperiments()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace

const std::vector<Experiment>& Experiments() {
  static const std::vector<Experiment> all = AllGroups();
  return all;
}

}  // namespace l02
