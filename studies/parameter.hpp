// A field of a scenario as a whole number that can be searched over: rows, workers, bytes, time.
//
// Shape          whole things, nanoseconds or bytes; its text reads back to the same number
// Errors         throws scenarios::InvalidInput with a caret in what was written
// Checked by     tests/cli/study_command_line_test.cpp
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "studies/variation.hpp"

namespace studies {

enum class ParameterKind : std::uint8_t { kCount, kDuration, kSize };

struct Quantity {
  ParameterKind kind = ParameterKind::kCount;
  std::int64_t number = 0;
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// "20k", "5ms", "10GiB"; nothing if it is none of these.
[[nodiscard]] std::optional<Quantity> read_quantity(const std::string& text);

/// "20k", "5ms", "10GiB".
[[nodiscard]] std::string quantity_text(const Quantity& quantity);

/// What was written after `option`, or a report.
[[nodiscard]] Quantity read_quantity(const std::string& text, const std::string& option);

/// What the scenario's file says at that path; nothing if it leaves it out, or says something that
/// is no quantity.
[[nodiscard]] std::optional<Quantity> quantity_at(const Source& source, const std::string& path);

}  // namespace studies
