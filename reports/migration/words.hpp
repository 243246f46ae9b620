// The words of migration reports: times as an operator says them, sizes, groups of thousands.
//
// Shape          pure functions of values; whole numbers only, so that every machine rounds alike
// Checked by     tests/reports/migration/words_test.cpp
#pragma once

#include <cstdint>
#include <string>

#include "reports/section.hpp"

namespace reports::migration {

/// "1,000,000".
[[nodiscard]] std::string grouped(std::uint64_t count);

/// "9 min 3 s", "2 h 5 min"; below a minute as rounded_text says it. Halves are rounded up.
[[nodiscard]] std::string spoken(sim::Duration duration);

/// "488.3 MiB": at most four digits; "17 B". REQUIRES: bytes >= 0.
[[nodiscard]] std::string size_words(std::int64_t bytes);

/// The words for people, the whole value for programs.
[[nodiscard]] Cell grouped_cell(std::uint64_t count);
[[nodiscard]] Cell spoken_cell(sim::Duration duration);
[[nodiscard]] Cell spoken_cell(sim::Instant instant);
[[nodiscard]] Cell size_cell(std::int64_t bytes);
/// So many a second over `time`; nothing over no time.
[[nodiscard]] Cell rate_cell(std::uint64_t count, sim::Duration time);

/// Nothing to say.
[[nodiscard]] Cell empty_cell();

}  // namespace reports::migration
