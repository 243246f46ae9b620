// What a sweep asks for: the file's field sweep and the command line, together.
//
// Shape          fields given to --vary stand in place of all that the file varies, zips and wants
//                of combinations; --zip, --where, --cover and --replications go with them, or with
//                the file's fields if there are none
// Errors         located Problems: in the file, or in an option's text, called "--vary" or, from
//                the second one on, "--vary #2"
// Checked by     tests/studies/grid_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "studies/grid.hpp"

namespace studies {

struct SweepOptions {
  std::vector<std::string> vary;   // "dataset.rows=1k..1G:log7"
  std::vector<std::string> zip;    // "procedure.workers,target.pool"
  std::vector<std::string> where;  // "procedure.workers <= 10"
  std::optional<Cover> cover;
  std::optional<std::uint64_t> replications;
};

[[nodiscard]] Asked read_asked(const Source& source, const SweepOptions& options,
                               scenarios::Problems& problems);

/// The grid that file and options ask for; throws InvalidInput with all that is wrong.
[[nodiscard]] Grid grid_of(const Source& source, const SweepOptions& options);

/// The axis of "PATH=VALUES", which stands at the beginning of `written`; nothing after a report.
[[nodiscard]] std::optional<AskedAxis> read_axis(const Written& written,
                                                 scenarios::Problems& problems);

}  // namespace studies
