// Which points of a grid are wanted: "procedure.workers <= 10", "procedure.workers < target.pool".
//
// Formula        two fields, or a field and a value, compared by < <= == != >= >; counts and plain
//                numbers, durations, sizes, rates and percentages each with their own kind, and
//                other texts by == and != alone
// Errors         located Problems: a field that the file does not write and no axis varies, kinds
//                that do not compare
// Checked by     tests/studies/grid_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/comparison.hpp"
#include "studies/variation.hpp"

namespace studies {

/// One field, or several that take their values together.
struct Axis {
  std::vector<std::vector<Variation>> points;  // each with a variation for each field
  friend bool operator==(const Axis&, const Axis&) = default;
};

class Condition {
 public:
  /// Reads `text`; reports what is wrong.
  Condition(const Written& where, std::string_view text, const Source& source,
            const std::vector<Axis>& axes, scenarios::Problems& problems);

  /// Whether it holds for these values, by axis; not yet chosen ones are -1 and let it hold.
  [[nodiscard]] bool may_hold(const std::vector<std::int32_t>& chosen) const;

 private:
  struct Quantity {
    int kind = 0;  // 0: a text
    double number = 0;
    std::string text;
  };
  struct Side {
    std::optional<std::size_t> axis;
    std::vector<Quantity> values;  // by the axis's points; one if there is none
  };

  [[nodiscard]] static Quantity quantity_of(std::string_view text);
  [[nodiscard]] std::optional<Side> read_side(std::string_view text, bool may_be_value,
                                              const Source& source, const std::vector<Axis>& axes,
                                              const scenarios::Place& place,
                                              scenarios::Problems& problems) const;
  void check_kinds(const scenarios::Place& place, scenarios::Problems& problems);

  Side left_;
  scenarios::Relation relation_ = scenarios::Relation::kEqual;
  Side right_;
};

}  // namespace studies
