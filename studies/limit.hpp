// A limit that a run's measure must keep: "downtime <= 2h", "cost < 40", "rows_lost == 0".
//
// Formula        excess = log(value / bound) for an upper limit, log(bound / value) for a lower one
// Errors         throws scenarios::InvalidInput with a caret in the text: no measure of that name
//                (with what was meant), a bound of another kind than the measure
// Checked by     tests/studies/limit_test.cpp
#pragma once

#include <optional>
#include <string>

#include "scenarios/comparison.hpp"
#include "studies/trial.hpp"

namespace studies {

struct Limit {
  std::string text;    // as written
  std::string option;  // where it was written: "--subject-to"
  std::string measure;
  scenarios::Relation relation = scenarios::Relation::kAtMost;
  std::string quantity;
  double bound = 0;           // in the unit
  Unit unit = Unit::kNumber;  // of the quantity; a plain number fits a share, a rate and money too
};

/// Reads what was written after `option`.
[[nodiscard]] Limit read_limit(const std::string& text, const std::string& option);

/// What a trial says to a limit.
struct LimitSeen {
  const Measure* measure = nullptr;  // nothing: the run has no such measure
  bool holds = false;
  std::optional<double> excess;  // nothing where no logarithm can be told
};
[[nodiscard]] LimitSeen look(const Limit& limit, const Trial& trial);

/// Throws unless the trial has the measure, in the limit's unit.
void check_limit(const Limit& limit, const Trial& trial);

/// Throws unless the trial has a measure of that name, which was written after `option`.
void check_measure(const std::string& name, const std::string& option, const Trial& trial);

}  // namespace studies
