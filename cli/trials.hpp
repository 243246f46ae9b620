// Runs of a scenario file for studies, several at a time.
//
// Checked by     tests/cli/studies_test.cpp
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/section.hpp"
#include "studies/curve.hpp"
#include "studies/runner.hpp"

namespace cli {

/// The file, with the library's files beside it.
[[nodiscard]] studies::Source source_of(const std::string& file);

/// How the runs' numbers were obtained.
struct Ways {
  std::uint64_t runs = 0;
  std::uint64_t sampled = 0;
  double share = 0;  // of the duration: the widest half interval among the sampled ones
};

/// `jobs` at a time; 0: as many as there are processors. The source must live as long, and what is
/// counted of the runs too.
[[nodiscard]] studies::Runner runner_of(const studies::Source& source, unsigned jobs,
                                        Ways* ways = nullptr);

/// Says in the last section if runs were sampled.
void add_ways(reports::Report& report, const Ways& ways);

/// The measure that is asked for: `name`, or the first that an expectation asks about.
[[nodiscard]] std::string measure_of(const studies::Source& source, const std::string& name);

/// "FIELD=VALUES" after an option.
struct Over {
  std::string path;
  std::vector<std::string> values;
};
[[nodiscard]] Over read_over(const std::string& text, const std::string& option);

/// "1k,10k" or "1k..1M:log7" after an option, as sizes.
[[nodiscard]] std::vector<studies::Quantity> read_sizes(const std::string& text,
                                                        const std::string& option);

}  // namespace cli
