// What OBSERVE can answer at which instant, up to exchanging equal replicas.
#include <algorithm>

#include "models/analysis/fitness.hpp"
#include "models/analysis/orderings.hpp"
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

  // Where something breaks or polls, way by way: what stands between two changes is seen if they
  // can be apart, and then from the earliest of the one to the latest of the other.
  PossibleAnswers watch_ways() {
    PossibleAnswers answers{AnswerSpans(chain_.length), {}, Ended::kComplete};
    const auto visit = [&](const analysis::Trace& trace, const analysis::Recorded& recorded) {
      add_way(trace, analysis::moments_of(recorded, *scenario_.params), answers.spans);
      return true;
    };
    const auto stop = [&](const analysis::Exploration& exploration) {
      if (exploration.states > budget_.states) answers.ended = Ended::kStates;
      if (exploration.bytes > budget_.bytes) answers.ended = Ended::kMemory;
      if (budget_.interrupted()) answers.ended = Ended::kInterrupted;
      return answers.ended != Ended::kComplete;
    };
    const analysis::Exploration exploration =
        analysis::explore(scenario_.params, {scenario_.options.until, false}, visit, stop);
    answers.exploration.states = exploration.states;
    answers.exploration.complete = exploration.complete;
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

  void add_way(const analysis::Trace& trace, const analysis::TraceMoments& moments,
               AnswerSpans& spans) const {
    std::vector<analysis::EventNumber> events;
    for (const auto& group : moments.groups) {
      if (std::any_of(group.moments.begin(), group.moments.end(),
                      [&](const analysis::Moment& moment) { return changes_key(moment); })) {
        events.push_back(group.event);
      }
    }
    analysis::for_each_sequence(trace, trace.bounds, events,
                                [&](const std::vector<analysis::EventNumber>& sequence,
                                    const analysis::DifferenceBounds& bounds) {
                                  add_sequence(moments, sequence, bounds, spans);
                                  return !budget_.interrupted();
                                });
  }

  [[nodiscard]] bool changes_key(const analysis::Moment& moment) const {
    return moment.kind != analysis::MomentKind::kAnswered && moment.key == *scenario_.key &&
           chain_.index_of(moment.node) < chain_.length;
  }

  // The first to come stands from the start on, number 0.
  void add_sequence(const analysis::TraceMoments& moments,
                    const std::vector<analysis::EventNumber>& sequence,
                    const analysis::DifferenceBounds& bounds, AnswerSpans& spans) const {
    JointAnswer now(chain_.length);
    for (std::size_t i = 0; i <= sequence.size(); ++i) {
      if (i > 0) change(moments, sequence[i - 1], now);
      analysis::DifferenceBounds apart = bounds;
      const analysis::EventNumber from = i > 0 ? sequence[i - 1] : 0;
      if (i < sequence.size() && !apart.restrict(from, sequence[i], -1)) continue;
      const std::int64_t until =
          i < sequence.size() ? apart.latest(sequence[i]) : analysis::DifferenceBounds::kNone;
      const bool endless = until == analysis::DifferenceBounds::kNone;
      spans.add(now, {sim::at(sim::Duration(apart.earliest(from))),
                      endless ? sim::kNever : sim::at(sim::Duration(until))});
    }
  }

  void change(const analysis::TraceMoments& moments, analysis::EventNumber event,
              JointAnswer& answers) const {
    for (const auto& group : moments.groups) {
      if (group.event != event) continue;
      for (const analysis::Moment& moment : group.moments) {
        if (!changes_key(moment)) continue;
        answers[chain_.index_of(moment.node)] = answer_after(moment, scenario_.params->dialect);
      }
    }
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
  const durability::ClusterParams& params = *scenario.params;
  if (analysis::takes_back(params)) return watcher.watch_ways();
  const std::vector<durability::Renaming> renamings = analysis::renamings_of(*scenario.params);
  PossibleAnswers answers = watcher.watch(renamings);
  if (answers.exploration.symmetric) return answers;
  return watcher.watch({renamings.front()});
}

}  // namespace scenarios
