#include "models/analysis/curve_fit.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "sim/random.hpp"

using doctest::Approx;
using models::analysis::Curve;
using models::analysis::CurvePoint;
using models::analysis::CurveShape;
using models::analysis::fit_curve;

namespace {

// Sizes 1000, 2000, 4000, ... and what a function gives there, in whole nanoseconds.
template <class Function>
std::vector<CurvePoint> measured(Function function, int sizes = 12) {
  std::vector<CurvePoint> points;
  for (int i = 0; i < sizes; ++i) {
    const double size = 1000 * std::pow(2, i);
    points.push_back({size, std::round(function(size))});
  }
  return points;
}

}  // namespace

TEST_CASE("an exact curve is recognised, with its coefficients") {
  const Curve flat = fit_curve(measured([](double) { return 5e9; }));
  CHECK(flat.chosen().shape == CurveShape::kConstant);
  CHECK(flat.chosen().coefficients[0] == Approx(5e9));

  const Curve linear = fit_curve(measured([](double n) { return 3e9 + 125'000 * n; }));
  CHECK(linear.chosen().shape == CurveShape::kLinear);
  CHECK(linear.chosen().coefficients[0] == Approx(3e9));
  CHECK(linear.chosen().coefficients[1] == Approx(125'000));
  CHECK(linear.chosen().worst < 1e-6);

  const Curve sorting = fit_curve(measured([](double n) { return 1e8 + 40 * n * std::log2(n); }));
  CHECK(sorting.chosen().shape == CurveShape::kLinearithmic);
  CHECK(sorting.chosen().coefficients[1] == Approx(40));

  const Curve square =
      fit_curve(measured([](double n) { return 2e9 + 30'000 * n + 0.25 * n * n; }));
  CHECK(square.chosen().shape == CurveShape::kQuadratic);
  CHECK(square.chosen().coefficients[2] == Approx(0.25));

  const Curve power = fit_curve(measured([](double n) { return 700 * std::pow(n, 1.37); }));
  CHECK(power.chosen().shape == CurveShape::kPower);
  CHECK(power.chosen().coefficients[0] == Approx(700));
  CHECK(power.chosen().coefficients[1] == Approx(1.37));
}

TEST_CASE("breakpoints are found where the slope changes, between the sizes too") {
  const auto one = [](double n) { return 1e9 + 50'000 * n + 400'000 * std::max(0.0, n - 90'000); };
  const Curve broken = fit_curve(measured(one));
  CHECK(broken.chosen().shape == CurveShape::kPiecewise);
  REQUIRE(broken.chosen().breakpoints.size() == 1);
  CHECK(broken.chosen().breakpoints[0] == Approx(90'000).epsilon(1e-3));
  CHECK(broken.chosen().coefficients[2] == Approx(400'000).epsilon(1e-3));

  const auto two = [&](double n) { return one(n) + 900'000 * std::max(0.0, n - 600'000); };
  const Curve twice = fit_curve(measured(two, 14));
  REQUIRE(twice.chosen().breakpoints.size() == 2);
  CHECK(twice.chosen().breakpoints[0] == Approx(90'000).epsilon(1e-2));
  CHECK(twice.chosen().breakpoints[1] == Approx(600'000).epsilon(1e-2));
}

TEST_CASE("noise of one in a hundred does not make a line into more") {
  int lines = 0;
  for (std::uint64_t trial = 0; trial < 50; ++trial) {
    sim::Stream luck(1, "curve_fit_test", "noise", trial);
    const Curve curve = fit_curve(measured(
        [&](double n) { return (3e9 + 125'000 * n) * (1 + 0.02 * (luck.uniform() - 0.5)); }));
    if (curve.chosen().shape == CurveShape::kLinear) ++lines;
    CHECK(curve.chosen().worst < 0.02);
  }
  CHECK(lines >= 40);
}

TEST_CASE("a curve has no value outside the sizes that were seen") {
  const Curve curve = fit_curve(measured([](double n) { return 10 * n; }, 5));
  CHECK(curve.least_size == 1000);
  CHECK(curve.largest_size == 16'000);
  CHECK_FALSE(curve.value(999));
  CHECK(*curve.value(1000) == Approx(10'000));
  CHECK(*curve.value(16'000) == Approx(160'000));
  CHECK_FALSE(curve.value(16'001));
}

TEST_CASE("few sizes try few shapes; values of 0 are fitted by absolute residuals") {
  const Curve three = fit_curve({{1, 10}, {2, 20}, {4, 40}});
  CHECK(three.fits.size() == 1);
  const Curve zero = fit_curve({{1, 0}, {2, 10}, {3, 20}, {4, 30}, {5, 40}});
  CHECK_FALSE(zero.relative);
  CHECK(zero.chosen().shape == CurveShape::kLinear);
  CHECK(zero.chosen().coefficients[1] == Approx(10));
}

TEST_CASE("growth is told per doubling, whatever the distance of the sizes") {
  const std::vector<CurvePoint> points{{1000, 1}, {2000, 2}, {8000, 32}, {80'000, 320}};
  const auto growth = models::analysis::growth_of(points);
  REQUIRE(growth.size() == 3);
  CHECK(growth[0].per_doubling == Approx(2));
  CHECK(growth[1].per_doubling == Approx(4));
  CHECK(growth[2].per_doubling == Approx(2));
  CHECK(growth[2].from == 8000);
}
