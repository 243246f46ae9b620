#include "scenarios/verdict_cells.hpp"

#include <algorithm>

#include "models/analysis/engine_order.hpp"
#include "scenarios/answer_spans.hpp"

namespace scenarios {

namespace analysis = models::analysis;
namespace durability = models::durability;

using analysis::DifferenceBounds;
using analysis::EventNumber;
using Events = std::vector<EventNumber>;

namespace {

class Cells {
 public:
  Cells(const Scenario& scenario, const analysis::Trace& trace,
        const analysis::TraceMoments& moments, const VisitCell& visit)
      : scenario_(scenario), trace_(trace), moments_(moments), visit_(visit) {}

  bool operator()(const ExpectOrder& expected) const {
    std::vector<durability::NodeIndex> nodes;
    for (const MilestoneName& milestone : expected.milestones) nodes.push_back(milestone.node);
    return by_sequence(expected.key, nodes);
  }
  bool operator()(const ExpectObserve& expected) const {
    return by_sides(expected.key, nodes_of(expected.answers), expected.at);
  }
  bool operator()(const ExpectKeyinfo& expected) const {
    std::vector<durability::NodeIndex> nodes;
    for (const ExpectedStore& store : expected.stores) nodes.push_back(store.node);
    return by_sides(expected.key, nodes, expected.at);
  }
  bool operator()(const ExpectBy& expected) const {
    std::vector<durability::NodeIndex> nodes;
    for (const MilestoneName& milestone : expected.milestones) nodes.push_back(milestone.node);
    if (expected.persist_to || expected.replicate_to) {
      const durability::Chain chain = chain_of_key(*scenario_.params, expected.key);
      nodes.assign(chain.all().begin(), chain.all().end());
    }
    return by_sides(expected.key, nodes, expected.by);
  }
  bool operator()(const ExpectOver& expected) const;
  // What a step is answered, and which numbers, is fixed by the way the run goes.
  bool operator()(const ExpectReply&) const { return whole(); }
  bool operator()(const ExpectObserveSeqno&) const { return whole(); }
  bool operator()(const ExpectMeasure&) const { return true; }
  bool operator()(const ExpectUtilisation&) const { return true; }
  bool operator()(const ExpectVerdict&) const { return true; }

 private:
  using VisitBounds = std::function<bool(const DifferenceBounds&)>;

  static std::vector<durability::NodeIndex> nodes_of(const std::vector<ExpectedAnswer>& answers) {
    std::vector<durability::NodeIndex> nodes;
    for (const ExpectedAnswer& answer : answers) nodes.push_back(answer.node);
    return nodes;
  }

  // The events that change the key on one of the nodes.
  [[nodiscard]] Events changes(durability::KeyIndex key,
                               const std::vector<durability::NodeIndex>& nodes) const;

  bool each_bounds(const VisitBounds& visit) const {
    return analysis::split_all(trace_, trace_.bounds, trace_.unsure, visit);
  }
  bool whole() const {
    return each_bounds([&](const DifferenceBounds& bounds) { return visit_({bounds, {}}); });
  }
  bool by_sequence(durability::KeyIndex key,
                   const std::vector<durability::NodeIndex>& nodes) const {
    return analysis::for_each_sequence(trace_, trace_.bounds, changes(key, nodes),
                                       [&](const Events& sequence, const DifferenceBounds& bounds) {
                                         return visit_({bounds, sequence});
                                       });
  }
  bool by_sides(durability::KeyIndex key, const std::vector<durability::NodeIndex>& nodes,
                sim::Instant at) const {
    const Events events = changes(key, nodes);
    return each_bounds([&](const DifferenceBounds& bounds) {
      return split_sides(bounds, events, 0, at.time_since_epoch().count());
    });
  }
  // Each event is at the instant or before it, or after it.
  bool split_sides(const DifferenceBounds& bounds, const Events& events, std::size_t next,
                   std::int64_t at) const {
    if (next == events.size()) return visit_({bounds, {}});
    DifferenceBounds before = bounds;
    if (before.restrict(events[next], 0, at) && !split_sides(before, events, next + 1, at)) {
      return false;
    }
    DifferenceBounds after = bounds;
    return !after.restrict(0, events[next], -at - 1) || split_sides(after, events, next + 1, at);
  }
  [[nodiscard]] std::vector<bool> decisive_after(const ExpectOver& expected,
                                                 const Events& sequence) const;
  bool split_seen(const DifferenceBounds& bounds, const Events& sequence,
                  const std::vector<bool>& decisive, std::size_t first, std::size_t last) const;

  const Scenario& scenario_;
  const analysis::Trace& trace_;
  const analysis::TraceMoments& moments_;
  const VisitCell& visit_;
};

Events Cells::changes(durability::KeyIndex key,
                      const std::vector<durability::NodeIndex>& nodes) const {
  Events events;
  for (const auto& group : moments_.groups) {
    const bool matters =
        std::any_of(group.moments.begin(), group.moments.end(), [&](const auto& moment) {
          // A node that has read back whatever it had answers again.
          const bool counts = moment.key == key || moment.kind == analysis::MomentKind::kWarmedUp;
          return moment.kind != analysis::MomentKind::kAnswered && counts &&
                 std::find(nodes.begin(), nodes.end(), moment.node) != nodes.end();
        });
    if (matters) events.push_back(group.event);
  }
  return events;
}

// After so many of the events: whether the answers that stand then, if anybody sees them, decide
// the verdict.
std::vector<bool> Cells::decisive_after(const ExpectOver& expected, const Events& sequence) const {
  const durability::Chain chain = chain_of_key(*scenario_.params, expected.key);
  std::vector<durability::ObserveAnswer> answers(scenario_.params->nodes.size());
  for (durability::NodeIndex node = 0; node < answers.size(); ++node) {
    const bool elsewhere = chain.index_of(node) == chain.length;
    if (elsewhere) answers[node].status = durability::ObserveStatus::kNotMyVbucket;
  }
  // The others wait for their condition.
  const bool waits_for_no = expected.modality == Modality::kAlways;
  std::vector<bool> decisive;
  const auto look = [&] {
    const bool holds = std::all_of(expected.answers.begin(), expected.answers.end(),
                                   [&](const ExpectedAnswer& answer) {
                                     const durability::ObserveAnswer& seen = answers[answer.node];
                                     return !answer.silent && seen.status == answer.status &&
                                            (!answer.cas || *answer.cas == seen.cas);
                                   });
    decisive.push_back(holds != waits_for_no);
  };
  look();
  for (const EventNumber event : sequence) {
    for (const auto& group : moments_.groups) {
      if (group.event != event) continue;
      for (const analysis::Moment& moment : group.moments) {
        const bool changes =
            moment.kind != analysis::MomentKind::kAnswered && moment.key == expected.key;
        if (changes) answers[moment.node] = answer_after(moment, scenario_.params->dialect);
      }
    }
    look();
  }
  return decisive;
}

// Two cells at most: in which decisive answers are seen, and in which all of them are hidden, each
// between two changes of one instant. What stands when the stretch begins and ends is always seen.
bool Cells::split_seen(const DifferenceBounds& bounds, const Events& sequence,
                       const std::vector<bool>& decisive, std::size_t first,
                       std::size_t last) const {
  if (decisive[first] || decisive[last]) return visit_({bounds, sequence});
  DifferenceBounds hidden = bounds;
  bool can_hide = true;
  bool shown = false;
  for (std::size_t after = first + 1; after < last; ++after) {
    if (!decisive[after]) continue;
    DifferenceBounds apart = bounds;
    if (!shown && apart.restrict(sequence[after - 1], sequence[after], -1)) {
      shown = true;
      if (!visit_({apart, sequence})) return false;
    }
    can_hide = can_hide && hidden.restrict(sequence[after], sequence[after - 1], 0);
  }
  return !can_hide || visit_({hidden, sequence});
}

bool Cells::operator()(const ExpectOver& expected) const {
  const std::int64_t from = expected.from.time_since_epoch().count();
  const bool to_the_end = expected.to == sim::kNever;
  const std::int64_t to = expected.to.time_since_epoch().count();
  const Events events = changes(expected.key, nodes_of(expected.answers));
  // So many events are at the instant or before it.
  const auto put = [](DifferenceBounds& bounds, const Events& sequence, std::size_t count,
                      std::int64_t instant) {
    return (count == 0 || bounds.restrict(sequence[count - 1], 0, instant)) &&
           (count == sequence.size() || bounds.restrict(0, sequence[count], -instant - 1));
  };
  return analysis::for_each_sequence(
      trace_, trace_.bounds, events, [&](const Events& sequence, const DifferenceBounds& bounds) {
        const std::vector<bool> decisive = decisive_after(expected, sequence);
        for (std::size_t first = 0; first <= sequence.size(); ++first) {
          DifferenceBounds begun = bounds;
          if (!put(begun, sequence, first, from)) continue;
          for (std::size_t last = to_the_end ? sequence.size() : first; last <= sequence.size();
               ++last) {
            DifferenceBounds ended = begun;
            if (!to_the_end && !put(ended, sequence, last, to)) continue;
            if (!split_seen(ended, sequence, decisive, first, last)) return false;
          }
        }
        return true;
      });
}

}  // namespace

bool for_each_cell(const Scenario& scenario, const Expectation& expectation,
                   const analysis::Trace& trace, const analysis::TraceMoments& moments,
                   const VisitCell& visit) {
  return std::visit(Cells(scenario, trace, moments, visit), expectation.what);
}

bool is_judged_over_orderings(const Expectation& expectation) {
  return !std::holds_alternative<ExpectMeasure>(expectation.what) &&
         !std::holds_alternative<ExpectUtilisation>(expectation.what) &&
         !std::holds_alternative<ExpectVerdict>(expectation.what);
}

}  // namespace scenarios
