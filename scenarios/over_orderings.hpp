// What becomes of each expectation over all orderings: it holds in each, in none, or in some, with
// latencies for either.
//
// Formula        each way of the run is cut into cells in which a verdict cannot change: by the
//                order of the moments it looks at, by the sides of its instants on which they fall,
//                by whether neighbours share an instant where that hides an answer. One run of each
//                cell is judged as runs are; what is shown is run again in earnest.
// Ties           an expectation that holds in every ordering is judged once more with ties left
//                open: if it can fail then, it holds only thanks to first-scheduled-first
// Not judged     measures and utilisation, which are of one run's clock
// Checked by     tests/scenarios/over_orderings_test.cpp (against brute force)
#pragma once

#include "scenarios/orderings.hpp"

namespace scenarios {

/// A run with a verdict, by its latencies.
struct Shown {
  std::vector<models::durability::GivenDraws> draws;
  std::string seen;  // the verdict's words; empty when it holds
};

struct OverOrderings {
  std::size_t expectation = 0;  // its number in the scenario
  bool judged = false;
  std::optional<Shown> holds;  // an ordering in which it does
  std::optional<Shown> fails;  // one in which it does not
  std::string other_outcome;   // of a tie that could go otherwise; empty: none matters

  /// `sometimes` asks for one ordering, everything else for all.
  [[nodiscard]] bool passes(const Scenario& scenario) const;
};

struct AllVerdicts {
  std::vector<OverOrderings> verdicts;
  models::analysis::Exploration exploration;
  bool complete = false;
  bool ties_complete = false;  // the audit of ties, too
};

[[nodiscard]] AllVerdicts judge_all_orderings(const Scenario& scenario,
                                              const OrderingsBudget& budget);

/// For a finished run: which expectations that hold could fail if ties went otherwise, in words; an
/// empty text for the others. Nothing is said of runs too large to ask, or that read the clock, or
/// with synchronous writes.
[[nodiscard]] std::vector<std::string> audit_ties(const Scenario& scenario,
                                                  const models::durability::Run& run,
                                                  const std::vector<Verdict>& verdicts);

}  // namespace scenarios
