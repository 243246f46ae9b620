// The curve through what was measured at several sizes, and how far it may be believed.
//
// Formula        least squares, with residuals relative to the values (absolute ones if a value is
//                not above 0):
//                constant a; linear a + b n; n log n  a + b n log2 n; quadratic a + b n + c n^2;
//                power a n^b (by logarithms; only for values above 0);
//                piecewise a + b n + sum of c max(0, n - breakpoint), one or two breakpoints,
//                searched over the sizes and then between them
//                chosen: the smallest AICc = m ln(RSS / m) + 2 k + 2 k (k + 1) / (m - k - 1), with
//                k the coefficients, breakpoints and the variance; of shapes within kAsGood of it
//                the one with the fewest. Residuals below kExact count as none: whole nanoseconds
//                round
// Shape          a shape that has as many parameters as there are sizes is not tried. Sizes outside
//                those seen have no value: a curve knows nothing of the next bottleneck
// Source         Burnham, Anderson, Model Selection and Multimodel Inference, 2.4 and 2.6
// Checked by     tests/models/curve_fit_test.cpp
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace models::analysis {

inline constexpr double kAsGood = 2;
inline constexpr double kExact = 1e-6;

enum class CurveShape { kConstant, kLinear, kLinearithmic, kQuadratic, kPower, kPiecewise };
inline constexpr std::size_t kCurveShapes = 6;
/// "n log n".
[[nodiscard]] std::string_view name_of(CurveShape shape);

/// What was measured at one size.
struct CurvePoint {
  double size = 0;
  double value = 0;
  friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};

/// One shape, fitted.
struct Fit {
  CurveShape shape = CurveShape::kConstant;
  std::vector<double> coefficients;  // a, b, c, ... as above
  std::vector<double> breakpoints;   // ascending sizes; of kPiecewise
  double criterion = 0;              // AICc
  double deviation = 0;              // root of the mean square residual, and
  double worst = 0;                  // the largest one; shares of the value if `relative`

  [[nodiscard]] double at(double size) const;
  [[nodiscard]] std::size_t parameters() const { return coefficients.size() + breakpoints.size(); }
};

struct Curve {
  std::vector<CurvePoint> points;  // by size
  bool relative = true;
  std::vector<Fit> fits;    // the chosen one first, the others by criterion
  double least_size = 0;    // the curve is valid from here
  double largest_size = 0;  // to here

  [[nodiscard]] const Fit& chosen() const { return fits.front(); }
  /// The chosen curve's value; nothing outside the sizes that were seen.
  [[nodiscard]] std::optional<double> value(double size) const;
};

/// REQUIRES: three sizes or more, each above 0 and once; finite values.
[[nodiscard]] Curve fit_curve(std::vector<CurvePoint> points);

/// How a value grew from one size to the next.
struct Growth {
  double from = 0;
  double to = 0;
  double per_doubling = 0;  // 2: as the size
};
/// Formula: (value / value before) ^ (1 / log2(size / size before)). REQUIRES: sizes ascend from
/// above 0, values are above 0.
[[nodiscard]] std::vector<Growth> growth_of(std::span<const CurvePoint> points);

}  // namespace models::analysis
