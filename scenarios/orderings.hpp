// Every ordering that a scenario's latencies allow, each with its condition and latencies that show
// it.
//
// Formula        each way the run can go (models/analysis/explorer.hpp) times each order of its
//                moments; an ordering found on several ways has several conditions, joined by "or".
//                Every ordering's latencies are run, and must give that ordering.
// Symmetry       of ways that differ only in the names of equal replicas one is searched, and each
//                is listed
// Answers        what can be observed is found by itself (models/analysis/glimpses.hpp), and is
//                complete where a list of orderings never would be
// Budget         states, orderings, memory and a question asked between states (time, an
//                interrupt); what was found until then is kept, and `complete` says whether it is
//                all
// Errors         throws InvalidInput, located, for what reads the clock and for what is too large
// Checked by     tests/scenarios/orderings_test.cpp
#pragma once

#include <functional>

#include "models/analysis/condition.hpp"
#include "models/analysis/explorer.hpp"
#include "models/analysis/glimpses.hpp"
#include "scenarios/answer_spans.hpp"
#include "scenarios/file_source.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {

struct OrderingsBudget {
  std::uint64_t states = 2'000'000;
  std::uint64_t orderings = 20'000;
  std::uint64_t bytes = 1ULL << 30;  // counted as explorer.hpp and glimpses.hpp say
  std::function<bool()> interrupted = [] { return false; };
};

struct FoundOrdering {
  models::analysis::Ordering ordering;
  std::vector<std::vector<models::analysis::Condition>> conditions;  // one of these sets holds
  bool more_conditions = false;                                      // there are others, left out
  std::vector<models::durability::GivenDraws> draws;                 // that show it
};

/// Why a search ended before its end.
enum class Ended : std::uint8_t { kComplete, kStates, kOrderings, kMemory, kInterrupted };

struct Orderings {
  models::analysis::Exploration exploration;
  Ended ended = Ended::kComplete;
  std::vector<FoundOrdering> found;         // in the order of their moments
  std::vector<sim::LatencyName> latencies;  // by LatencyId

  [[nodiscard]] bool complete() const { return ended == Ended::kComplete; }
};

[[nodiscard]] Orderings find_orderings(const Scenario& scenario, const OrderingsBudget& budget);

/// What OBSERVE can answer for the scenario's key, at each instant.
struct PossibleAnswers {
  AnswerSpans spans;
  models::analysis::Glimpses exploration;
  Ended ended = Ended::kComplete;

  [[nodiscard]] bool complete() const { return ended == Ended::kComplete; }
};

/// Found without listing orderings, so the budget's number of these does not matter. None for a
/// scenario without a key.
[[nodiscard]] std::optional<PossibleAnswers> find_answers(const Scenario& scenario,
                                                          const OrderingsBudget& budget);

/// Reports what cannot be explored, at its place in the file. REQUIRES: the file can still be read.
void check_explorable(const Scenario& scenario, const FileSource& files);

/// Reports faults at their place in the file: what `who` (explain, margins) follows is latencies.
void check_without_faults(const Scenario& scenario, const FileSource& files, std::string_view who);

/// Reports, before a search, that there are far more orderings or states than the budget allows:
/// about how many, and what to leave out or to bound.
void check_size(const Scenario& scenario, const OrderingsBudget& budget, const FileSource& files);

/// What each latency takes if nothing asks for anything else: its value, the middle of a range, the
/// median in two digits.
[[nodiscard]] std::vector<std::int64_t> preferred_latencies(
    const models::durability::ClusterParams& params);

/// The scenario with these draws given.
[[nodiscard]] Scenario with_draws(const Scenario& scenario,
                                  std::vector<models::durability::GivenDraws> draws);

}  // namespace scenarios
