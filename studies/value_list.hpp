// The values that one field takes in a sweep, as the user lists them.
//
//   1,10,20            these
//   1..5               each whole number from 1 to 5
//   1..20:5            five values evenly from 1 to 20, both ends with it
//   1k..1G:log7        seven values, each so many times the one before: 1k 10k 100k 1M 10M 100M 1G
//   0ms..80ms:step20ms from 0ms up in steps of 20ms
//   nvme-datacenter,{write: 80ms}    whatever a file may hold; commas in brackets do not part
//
// Formula        evenly: low + (high - low) i / (n - 1); log: low (high / low)^(i / (n - 1)); both
//                rounded to whole things, nanoseconds or bytes; values that fall together once
// Shape          ranges of counts, durations, sizes, percentages and plain numbers
// Errors         located Problems; then nothing
// Checked by     tests/studies/value_list_test.cpp
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/problem.hpp"

namespace studies {

inline constexpr std::size_t kMostValues = 10'000;

struct ListedValue {
  std::string text;
  scenarios::Place place;  // of the value, or of the range that it comes from
  friend bool operator==(const ListedValue&, const ListedValue&) = default;
};

/// The values of `text`, which stands at `place`.
[[nodiscard]] std::vector<ListedValue> read_value_list(std::string_view text,
                                                       const scenarios::Place& place,
                                                       scenarios::Problems& problems);

/// The same without parting at commas: one value or one range.
[[nodiscard]] std::vector<ListedValue> read_value_or_range(std::string_view text,
                                                           const scenarios::Place& place,
                                                           scenarios::Problems& problems);

}  // namespace studies
