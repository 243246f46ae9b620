// Quantities as people write them: exact, and short.
//
// Formula        durations: below a minute the largest of ns, us, ms, s that leaves at least 1
//                (105.321us, 80ms, 1.25s); from a minute on whole min, h or d, else seconds.
//                sizes, rates, counts: the shortest whole number and unit, binary before decimal.
// Shape          nothing is rounded, so the scenario language reads every text back to the
//                same value; bytes and locale never vary
// Errors         none
// Checked by     tests/scenarios/quantity_text_test.cpp, tests/scenarios/quantity_test.cpp (round
//                trips)
#pragma once

#include <cstdint>
#include <string>

#include "sim/event_rate.hpp"
#include "sim/time.hpp"
#include "sim/units.hpp"

namespace sim {

/// "80ms", "105.321us", "15min"; a negative one starts with "-".
[[nodiscard]] std::string to_text(Duration duration);

/// The time since the run began, as a duration: "106ms"; kNever is "never".
[[nodiscard]] std::string to_text(Instant instant);

/// "4KiB", "1MB", "1500B".
[[nodiscard]] std::string to_text(Bytes size);

/// Bytes a second, as disks are sold: "125MB/s".
[[nodiscard]] std::string to_text(ByteRate rate);

/// Bits a second, as links are sold: "10Gbit/s".
[[nodiscard]] std::string bit_rate_text(ByteRate rate);

/// "5000/s", "20/min"; "1 per 7ns" stands for the few rates no unit states exactly.
[[nodiscard]] std::string to_text(EventRate rate);

/// A number of things: "2M", "10k", "1500".
[[nodiscard]] std::string count_text(std::int64_t count);

/// The shortest decimal that reads back as `value`; never an exponent. REQUIRES: it is finite.
[[nodiscard]] std::string number_text(double value);

}  // namespace sim
