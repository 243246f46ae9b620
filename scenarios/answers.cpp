// What OBSERVE can answer at which instant, up to exchanging equal replicas.
#include "scenarios/orderings.hpp"

namespace scenarios {

namespace analysis = models::analysis;
namespace durability = models::durability;

namespace {

class Watcher {
 public:
  Watcher(const Scenario& scenario, const OrderingsBudget& budget)
      : scenario_(scenario),
        budget_(budget),
        chain_(chain_of_key(*scenario.params, *scenario.key)) {}

  PossibleAnswers watch(const std::vector<durability::Renaming>& renamings) {
    PossibleAnswers answers{AnswerSpans(chain_.length), {}, Ended::kComplete};
    const auto see = [&](const durability::Cluster& cluster, const durability::Renaming& renaming,
                         sim::Instant first, sim::Instant last) {
      answers.spans.add(seen(cluster, renaming), {first, end_of(last)});
      return true;
    };
    const auto stop = [&](const analysis::Glimpses& glimpses) {
      if (glimpses.states > budget_.states) answers.ended = Ended::kStates;
      if (glimpses.bytes > budget_.bytes) answers.ended = Ended::kMemory;
      if (budget_.interrupted()) answers.ended = Ended::kInterrupted;
      return answers.ended != Ended::kComplete;
    };
    const std::array keys{*scenario_.key};
    answers.exploration =
        analysis::glimpse(scenario_.params, scenario_.options.until, keys, renamings, see, stop);
    return answers;
  }

 private:
  [[nodiscard]] JointAnswer seen(const durability::Cluster& cluster,
                                 const durability::Renaming& renaming) const {
    JointAnswer answers(chain_.length);
    for (const durability::NodeIndex node : chain_.all()) {
      answers[chain_.index_of(renaming.nodes[node])] = cluster.observe(node, *scenario_.key);
    }
    return answers;
  }

  // What is seen at the end of the run stays so.
  [[nodiscard]] sim::Instant end_of(sim::Instant last) const {
    return last >= scenario_.options.until ? sim::kNever : last + sim::Duration(1);
  }

  const Scenario& scenario_;
  const OrderingsBudget& budget_;
  durability::Chain chain_;
};

}  // namespace

std::optional<PossibleAnswers> find_answers(const Scenario& scenario,
                                            const OrderingsBudget& budget) {
  if (!scenario.key) return std::nullopt;
  Watcher watcher(scenario, budget);
  const std::vector<durability::Renaming> renamings = analysis::renamings_of(*scenario.params);
  PossibleAnswers answers = watcher.watch(renamings);
  if (answers.exploration.symmetric) return answers;
  return watcher.watch({renamings.front()});
}

}  // namespace scenarios
