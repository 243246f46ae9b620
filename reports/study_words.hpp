// The words of studies: values of measures, rounded for people.
//
// Shape          four digits, the same on every machine
// Checked by     tests/reports/studies_test.cpp
#pragma once

#include <string>
#include <vector>

#include "reports/section.hpp"
#include "sim/confidence.hpp"
#include "studies/trial.hpp"

namespace reports {

/// "9 min 3 s", "488.3 MiB", "83.1%", "12.50", "4,300,000", "0.0312".
[[nodiscard]] std::string measure_text(double value, studies::Unit unit);

/// "+12us", "-3.5 MiB".
[[nodiscard]] std::string difference_text(double difference, studies::Unit unit);

/// For programs the number in the measure's own unit: nanoseconds, bytes, billionths.
[[nodiscard]] Cell measure_cell(double value, studies::Unit unit);

/// "procedure.workers 10, hardware.db.disk gp3".
[[nodiscard]] std::string words_for(const std::vector<studies::Variation>& variations);

/// A bar of so many of at most `most` cells. REQUIRES: 0 <= share <= 1.
[[nodiscard]] std::string bar(double share, std::size_t most);

}  // namespace reports
