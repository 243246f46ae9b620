// Sections about many runs: what is known how well, what differs, how it grows, what is possible,
// what it hangs on.
//
// Checked by     tests/reports/studies_test.cpp
#pragma once

#include <string>
#include <vector>

#include "reports/section.hpp"
#include "studies/comparison.hpp"
#include "studies/curve.hpp"
#include "studies/growth.hpp"
#include "studies/precision.hpp"
#include "studies/sensitivity.hpp"
#include "studies/solve.hpp"

namespace reports {

/// Every measure over the replications, with its interval.
[[nodiscard]] Section section_of(const studies::Precision& precision, double share);

/// What lies between two scenarios; measures that never differ are for programs only.
[[nodiscard]] Section section_of(const studies::ComparedScenarios& both, const std::string& name_a,
                                 const std::string& name_b);

/// The curve, the shapes tried, the breakpoints, the growth. `asked` are sizes to tell the curve's
/// value at; `gate` what the growth is judged by, if by anything.
[[nodiscard]] std::vector<Section> sections_of(const studies::MeasuredCurve& curve,
                                               const std::vector<studies::Quantity>& asked,
                                               const studies::GrowthGate* gate = nullptr);

/// The same for what a file expects of growth; where that cannot be told, why.
[[nodiscard]] Section section_of(const studies::ExpectedGrowth& expected,
                                 const studies::JudgedGrowth& judged);

/// The same as a drawing with logarithmic axes.
[[nodiscard]] std::string curve_svg(const studies::MeasuredCurve& curve);

/// The answer of a search and the runs it took.
[[nodiscard]] Section section_of(const studies::Solution& solution, bool largest);

/// What each configuration allows, and all runs it took.
[[nodiscard]] Section section_of(const std::vector<studies::SearchedConfiguration>& all,
                                 bool largest);

/// The configurations in their order.
[[nodiscard]] Section section_of(const std::vector<studies::Configuration>& all,
                                 const studies::RankQuestion& question);

/// The figures by what the measure hangs on them.
[[nodiscard]] Section section_of(const studies::Sensitivity& sensitivity);

}  // namespace reports
