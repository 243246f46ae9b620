// From what the author wrote to a sim::Distribution.
//
// distribution_table.hpp shows the forms. Their shape is checked with the rest of the file; here
// the numbers are: order of limits, positive weights, something left between the bounds.
// Shape          durations in nanoseconds, sizes in bytes
// Errors         located Problems and no value; what the shape check has reported is not repeated
// Checked by     tests/scenarios/distribution_field_test.cpp
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/document.hpp"
#include "scenarios/file_source.hpp"
#include "scenarios/problem.hpp"
#include "sim/distribution.hpp"
#include "sim/time.hpp"

namespace scenarios {

/// open (or "?"): any time from 0 on. Only explorations of all orderings know what to do with it.
[[nodiscard]] inline bool is_left_open(std::string_view text) {
  return text == "open" || text == "?";
}

struct DistributionValue {
  sim::Distribution distribution = sim::Distribution::constant(0);
  std::string text;  // for reports: "lognormal, median 200us, p99 900us"
  Place place;
};

/// A latency that holds for a while; the last of several has no `until`.
struct LatencyPiece {
  std::optional<sim::Duration> until;
  DistributionValue is;
};

enum class Measured { kTime, kSize };

/// The distribution that `value` states, or nothing and a report.
/// REQUIRES: `value` has passed the shape check, or `problems` are not empty.
[[nodiscard]] std::optional<DistributionValue> build_distribution(const Value& value,
                                                                  Measured measured,
                                                                  const FileSource& files,
                                                                  Problems& problems);

/// One piece for a plain latency, all of them for {piecewise: [...]}; none after a report.
/// REQUIRES: `value` has passed the shape check, or `problems` are not empty.
[[nodiscard]] std::vector<LatencyPiece> build_pieces(const Value& value, const FileSource& files,
                                                     Problems& problems);

}  // namespace scenarios
