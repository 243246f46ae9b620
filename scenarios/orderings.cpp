#include "scenarios/orderings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "models/analysis/fitness.hpp"
#include "models/analysis/renamings.hpp"
#include "models/analysis/witness.hpp"
#include "models/durability/latencies.hpp"
#include "scenarios/document.hpp"

namespace scenarios {

namespace analysis = models::analysis;
namespace durability = models::durability;

namespace {

constexpr std::size_t kMostConditions = 3;

// Two digits: 693147 becomes 690000.
std::int64_t in_two_digits(std::int64_t whole) {
  std::int64_t unit = 1;
  while (whole / unit >= 100) unit *= 10;
  return (whole + unit / 2) / unit * unit;
}

std::int64_t preferred_of(const sim::Distribution& distribution) {
  if (const auto constant = distribution.as_constant()) return *constant;
  const sim::Support support = distribution.support();
  if (distribution.kind() == sim::Distribution::Kind::kUniform) {
    return support.low + (*support.high - support.low) / 2;
  }
  const auto median = static_cast<std::int64_t>(distribution.quantile(0.5) + 0.5);
  return std::clamp(in_two_digits(median), support.low, support.high.value_or(INT64_MAX));
}

// Neighbours as far apart as they can all be, of a few round lengths: a witness that does not hang
// on a tie.
analysis::DifferenceBounds spread(const analysis::DifferenceBounds& bounds,
                                  const std::vector<analysis::EventNumber>& sequence) {
  for (std::int64_t apart = 1'000'000; apart > 0; apart /= 10) {
    analysis::DifferenceBounds wider = bounds;
    bool all = true;
    for (std::size_t i = 0; i + 1 < sequence.size() && all; ++i) {
      // What cannot be apart at all may stay together.
      if (!bounds.allows(sequence[i], sequence[i + 1], -1)) continue;
      all = wider.restrict(sequence[i], sequence[i + 1], -apart);
    }
    if (all) return wider;
  }
  return bounds;
}

// With its place in the map, and the conditions that it may get.
std::uint64_t bytes_of(const FoundOrdering& found) {
  constexpr std::uint64_t kPlace = 512;
  std::uint64_t bytes = kPlace;
  bytes += 2 * found.ordering.moments.size() * sizeof(analysis::Moment);
  bytes += 2 * found.ordering.told.size() * sizeof(analysis::Told);
  for (const durability::GivenDraws& draws : found.draws) {
    bytes += sizeof(draws) + 8 * draws.draws.size();
  }
  return bytes;
}

class Collector {
 public:
  Collector(const Scenario& scenario, const OrderingsBudget& budget)
      : scenario_(scenario),
        budget_(budget),
        preferred_(preferred_latencies(*scenario.params)),
        ranges_(analysis::ranges_in_any_turn(*scenario.params)) {
    for (const durability::NamedLatency& named : durability::latencies_of(*scenario.params)) {
      result_.latencies.push_back(named.name);
    }
  }

  Orderings collect() {
    const auto visit = [this](const analysis::Trace& trace, const analysis::Recorded& recorded) {
      return add(trace, recorded);
    };
    const auto stop = [this](const analysis::Exploration& exploration) {
      if (exploration.states > budget_.states) result_.ended = Ended::kStates;
      searched_ = exploration.bytes;
      if (searched_ + held_ > budget_.bytes) result_.ended = Ended::kMemory;
      if (budget_.interrupted()) result_.ended = Ended::kInterrupted;
      return result_.ended != Ended::kComplete;
    };
    result_.exploration = analysis::explore(
        scenario_.params,
        {scenario_.options.until, false, analysis::renamings_of(*scenario_.params)}, visit, stop);
    for (auto& [ordering, found] : found_) result_.found.push_back(std::move(found));
    return std::move(result_);
  }

 private:
  bool add(const analysis::Trace& trace, const analysis::Recorded& recorded);
  void add_conditions(FoundOrdering& found, const analysis::Trace& trace,
                      const std::vector<analysis::EventNumber>& sequence);
  void show(FoundOrdering& found, const analysis::Trace& trace,
            const std::vector<analysis::EventNumber>& sequence,
            const analysis::DifferenceBounds& bounds);

  const Scenario& scenario_;
  const OrderingsBudget& budget_;
  std::vector<std::int64_t> preferred_;
  std::vector<analysis::LatencyRange> ranges_;
  Orderings result_;
  std::map<analysis::Ordering, FoundOrdering> found_;
  std::uint64_t held_ = 0;      // bytes, by what has been found
  std::uint64_t searched_ = 0;  // and by the search when it came to this way
};

bool Collector::add(const analysis::Trace& trace, const analysis::Recorded& recorded) {
  const analysis::TraceMoments moments = analysis::moments_of(recorded, *scenario_.params);
  const std::vector<analysis::EventNumber> events = moments.events();
  std::set<std::vector<analysis::EventNumber>> sequences;
  const auto see = [&](const std::vector<analysis::EventNumber>& sequence,
                       const analysis::DifferenceBounds& bounds) {
    analysis::Ordering ordering = analysis::ordering_of(moments, sequence);
    const auto [place, is_new] = found_.try_emplace(ordering);
    FoundOrdering& found = place->second;
    if (is_new) {
      found.ordering = std::move(ordering);
      show(found, trace, sequence, bounds);
      held_ += bytes_of(found);
    }
    // A sequence may come several times, with other ties; its conditions are those of all.
    if (sequences.insert(sequence).second) add_conditions(found, trace, sequence);
    if (found_.size() >= budget_.orderings) result_.ended = Ended::kOrderings;
    if (searched_ + held_ > budget_.bytes) result_.ended = Ended::kMemory;
    if (budget_.interrupted()) result_.ended = Ended::kInterrupted;
    return result_.ended == Ended::kComplete;
  };
  return analysis::for_each_sequence(trace, trace.bounds, events, see);
}

void Collector::add_conditions(FoundOrdering& found, const analysis::Trace& trace,
                               const std::vector<analysis::EventNumber>& sequence) {
  if (found.more_conditions) return;
  std::vector<analysis::Condition> conditions = conditions_of(trace, sequence, ranges_);
  const auto known = std::find(found.conditions.begin(), found.conditions.end(), conditions);
  if (known != found.conditions.end()) return;
  if (found.conditions.size() == kMostConditions) {
    found.more_conditions = true;
  } else {
    found.conditions.push_back(std::move(conditions));
  }
}

// A witness that goes another way would be a mistake of ours.
void Collector::show(FoundOrdering& found, const analysis::Trace& trace,
                     const std::vector<analysis::EventNumber>& sequence,
                     const analysis::DifferenceBounds& bounds) {
  const auto instants = analysis::instants_of(trace, spread(bounds, sequence), preferred_);
  const auto shares = analysis::shares_of(trace, instants, preferred_);
  found.draws = analysis::draws_of(trace, instants, shares, result_.latencies);
  const Scenario shown = with_draws(scenario_, found.draws);
  const durability::Run run = durability::run(shown.params, scenario_.options);
  SIM_CHECK(analysis::ordering_of(run.outcome, *shown.params) == found.ordering);
}

}  // namespace

std::vector<std::int64_t> preferred_latencies(const durability::ClusterParams& params) {
  std::vector<std::int64_t> preferred;
  for (const durability::NamedLatency& named : durability::latencies_of(params)) {
    preferred.push_back(preferred_of(named.latency->distribution));
  }
  return preferred;
}

Scenario with_draws(const Scenario& scenario, std::vector<durability::GivenDraws> draws) {
  Scenario other = scenario;
  durability::ClusterParams params = *scenario.params;
  params.draws = std::move(draws);
  other.params = std::make_shared<const durability::ClusterParams>(std::move(params));
  return other;
}

Orderings find_orderings(const Scenario& scenario, const OrderingsBudget& budget) {
  return Collector(scenario, budget).collect();
}

}  // namespace scenarios
