// What a scenario's file expects of how a measure grows: its expectations `growth`.
//
//   expect:
//     - {growth: {of: downtime, over: dataset.rows, sizes: 1k..64k:log7, per_doubling: "<= 2.1"}}
//
// Formula        every size is run; growth from each size to the next is told per doubling, and the
//                limit must hold between all neighbours
// Randomness     replications 0 to n - 1 of the scenario at every size: the same luck everywhere
// Shape          a single run does not judge these: whoever can run several does, and puts the
//                verdicts behind those of the run
// Errors         throws scenarios::InvalidInput with all that is wrong with all of them, at their
//                places; a size without the measure, or with one that is not above 0, leaves the
//                expectation unevaluated
// Checked by     tests/studies/growth_test.cpp, tests/cli/studies_test.cpp
#pragma once

#include <string>
#include <vector>

#include "scenarios/expectation.hpp"
#include "studies/curve.hpp"

namespace studies {

struct ExpectedGrowth {
  scenarios::Place place;
  std::string text;  // "downtime grows <= 2.1 times per doubling of dataset.rows, from 1k to 64k"
  CurveQuestion question;
  GrowthGate gate;
  scenarios::Place of;        // where the measure is named
  scenarios::Problems texts;  // of the files, to show lines of
};

/// Whether a scenario's document expects something of that kind; cheap.
[[nodiscard]] bool expects_growth(const scenarios::Value& root);

/// In the order of the file.
[[nodiscard]] std::vector<ExpectedGrowth> growth_expected(const Source& source);

struct JudgedGrowth {
  MeasuredCurve curve;  // no samples if too few sizes have the measure
  scenarios::Verdict verdict;
};

/// Throws InvalidInput if no size's run has a measure of that name.
[[nodiscard]] JudgedGrowth judge(const ExpectedGrowth& expected, const Runner& runner);

}  // namespace studies
