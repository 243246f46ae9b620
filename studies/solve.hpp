// The largest or smallest value of a field with which a scenario keeps its limits; and, of several
// fields, the configurations that keep them at the least price.
//
// Formula        see models/analysis/threshold_search.hpp; of several limits the one that is
//                overstepped most leads the search. A configuration is on the front if none that
//                keeps the limits is as good in every objective and better in one; less is better
// Randomness     every run has the same luck: replication 0
// Errors         throws scenarios::InvalidInput: a measure that the first run has not, a bound of
//                another kind
// Checked by     tests/studies/solve_test.cpp
#pragma once

#include <string>
#include <vector>

#include "models/analysis/threshold_search.hpp"
#include "studies/limit.hpp"
#include "studies/parameter.hpp"
#include "studies/runner.hpp"

namespace studies {

struct SolveQuestion {
  std::string path;
  ParameterKind kind = ParameterKind::kCount;
  models::analysis::ThresholdQuestion search;
  std::vector<Limit> limits;  // at least one
  std::vector<Variation> besides = {};
};

/// One run of a search.
struct SolveRun {
  Quantity value;
  Trial trial;
  bool holds = false;
  std::size_t leading = 0;  // the limit nearest to being overstepped, or overstepped most
};

struct Solution {
  std::string path;
  std::vector<Limit> limits;
  std::vector<SolveRun> runs;  // in the order of their making
  models::analysis::Threshold threshold;

  /// The run at that value. REQUIRES: there was one.
  [[nodiscard]] const SolveRun& run_at(std::int64_t number) const;
};

[[nodiscard]] Solution solve(const SolveQuestion& question, const Runner& runner);

/// Values for one field.
struct FieldValues {
  std::string path;
  std::vector<std::string> values;
};

/// What a search finds for one combination of other fields' values.
struct SearchedConfiguration {
  std::vector<Variation> values;  // one an axis
  Solution solution;
};

/// The search for every combination; those that allow most first, or need least, then those with
/// which nothing keeps the limits. REQUIRES: at least one axis.
[[nodiscard]] std::vector<SearchedConfiguration> solve_each(const SolveQuestion& question,
                                                            const std::vector<FieldValues>& axes,
                                                            const Runner& runner);

struct RankQuestion {
  std::vector<FieldValues> axes;        // at least one; all combinations are run
  std::vector<Limit> limits;            // may be none
  std::vector<std::string> objectives;  // at least one; the first decides the order
};

struct Configuration {
  std::vector<Variation> values;  // one an axis
  Trial trial;
  bool meets = false;               // every limit, and has every objective
  std::vector<std::size_t> broken;  // limits that it does not keep
  bool on_front = false;
};

/// Those on the front first, then the others that meet the limits, then the rest; by objectives.
[[nodiscard]] std::vector<Configuration> rank(const RankQuestion& question, const Runner& runner);

/// cost and downtime, as far as the trial has them; else its duration.
[[nodiscard]] std::vector<std::string> usual_objectives(const Trial& trial);

}  // namespace studies
