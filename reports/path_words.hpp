// The words for the links of a critical path: what the time on a resource consists of.
//
// Shape          pure functions of values
// Checked by     tests/reports/why_test.cpp, tests/reports/explain_test.cpp
#pragma once

#include <string>
#include <vector>

#include "models/analysis/critical_path.hpp"
#include "reports/run_view.hpp"

namespace reports {

/// "write 79ms", "3 writes 12ms", "bytes 2ns": what the link drew, and what that leaves of the
/// service, each with its time; parts without time are left out.
[[nodiscard]] std::vector<std::string> details_of(const models::analysis::PathLink& link,
                                                  const models::durability::ClusterParams& params);

/// "replica1 persists invoice-17", "a command changes invoice-17 on master".
[[nodiscard]] std::string words_for(const RunView& view, const models::durability::Change& change);

/// What freed the thing that a link waited for: "node0/disk, which was flushing a and b",
/// "node0/cpu, which was busy". REQUIRES: the link waited.
[[nodiscard]] std::string holder_of(const RunView& view, const models::analysis::PathLink& link);

}  // namespace reports
