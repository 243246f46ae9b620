// What a sweep shows to people: a row a run with the measures that matter, or the runs to come.
//
// Shape          at most kMostRows rows; all of them are in the results' files
// Checked by     tests/cli/sweep_test.cpp
#pragma once

#include <string>
#include <vector>

#include "reports/section.hpp"
#include "studies/row.hpp"

namespace reports {

inline constexpr std::size_t kMostRows = 200;

struct SweepView {
  std::string scenario;
  std::string about;
  std::uint64_t points = 1;
  std::uint64_t replications = 1;
  std::uint64_t runs = 0;                // all of them
  std::vector<studies::ParsedRow> rows;  // the first of them, kMostRows at most
  std::vector<std::string> of;           // measures to be shown; empty: the usual ones
  std::string folder;                    // of the results; empty: none
};
[[nodiscard]] Report sweep_report(const SweepView& view);

/// A measure that was asked for and that no row has.
[[nodiscard]] std::vector<std::string> unknown_measures(const SweepView& view);

struct PlannedRun {
  studies::RunKey key;
  std::vector<studies::Variation> parameters;
  double events = 0;
};
/// `runs` are the first of `all`; `events` of all of them.
[[nodiscard]] Report sweep_plan(const SweepView& view, const std::vector<PlannedRun>& runs,
                                double events, unsigned jobs);

}  // namespace reports
