// The points of a sweep: every combination of its axes' values that its conditions let through, or
// few of them in which every pair of values still meets.
//
// Formula        points in the order of the axes, the last one changing fastest
//                cover pairs: greedy. Each new point begins with the first pair that is not covered
//                yet; each further axis takes the value that covers most new pairs, the first of
//                equals, and another if the conditions leave no way on
// Randomness     none: the same axes give the same points, and so the same numbers for them
// Shape          at most kMostPoints points; runs = points times replications, replications of one
//                point one after the other
// Errors         throws scenarios::InvalidInput with all that is wrong with axes and conditions,
//                and with the values, each tried in one of the grid's own points
// Checked by     tests/studies/grid_test.cpp
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "studies/condition.hpp"

namespace studies {

inline constexpr std::uint64_t kMostPoints = 10'000'000;

/// A field's values, or a condition, as written.
struct AskedAxis {
  std::string path;
  Written path_at;
  std::vector<Variation> values;
};
struct AskedText {
  std::string text;
  Written at;
};

enum class Cover : std::uint8_t { kAll, kPairs };

/// What the file's field sweep and the command line ask for together.
struct Asked {
  std::vector<AskedAxis> axes;
  std::vector<std::vector<AskedText>> zips;  // each: fields that take their values together
  std::vector<AskedText> conditions;
  Cover cover = Cover::kAll;
  std::uint64_t replications = 1;
};

class Grid {
 public:
  /// REQUIRES: `source` is the one that `asked` was read for.
  Grid(const Source& source, const Asked& asked, scenarios::Problems problems);

  [[nodiscard]] const std::vector<Axis>& axes() const { return axes_; }
  [[nodiscard]] std::size_t points() const {
    return axes_.empty() ? 1 : chosen_.size() / axes_.size();
  }
  [[nodiscard]] std::uint64_t replications() const { return replications_; }
  [[nodiscard]] std::uint64_t runs() const { return points() * replications_; }

  /// What the point changes in the file. REQUIRES: point < points().
  [[nodiscard]] std::vector<Variation> variations(std::size_t point) const;

  /// Which value each axis has there.
  [[nodiscard]] std::vector<std::int32_t> chosen(std::size_t point) const;

  /// The same for the same axes, values, conditions and cover, however many replications.
  [[nodiscard]] std::uint64_t digest() const;

 private:
  void add_axes(const Asked& asked, scenarios::Problems& problems);
  void add_all(std::vector<std::int32_t>& chosen, std::size_t axis,
               const std::vector<Condition>& conditions, scenarios::Problems& problems);
  void check_values(const Source& source, scenarios::Problems& problems) const;

  std::vector<Axis> axes_;
  std::vector<std::int32_t> chosen_;  // point by point, an index for each axis
  std::uint64_t replications_ = 1;
};

/// Adds the points in which every pair of values of two axes meets that meets in any allowed point.
void cover_pairs(const std::vector<Axis>& axes, const std::vector<Condition>& conditions,
                 std::vector<std::int32_t>& chosen);

}  // namespace studies
