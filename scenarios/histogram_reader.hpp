// The two formats of histogram files, behind read_histogram().
//
// Errors         as histogram_file.hpp says
// Checked by     tests/scenarios/histogram_file_test.cpp
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/histogram_file.hpp"

namespace scenarios {

[[nodiscard]] std::vector<sim::Bucket> read_csv_histogram(const std::string& path,
                                                          std::string_view text,
                                                          const HistogramQuery& query,
                                                          Problems& problems);

[[nodiscard]] std::vector<sim::Bucket> read_json_histogram(const std::string& path,
                                                           std::string_view text,
                                                           const HistogramQuery& query,
                                                           Problems& problems);

/// "asked for at slow.yaml:3:5", the hint of problems inside such files.
[[nodiscard]] std::string asked_for(const HistogramQuery& query);

}  // namespace scenarios
