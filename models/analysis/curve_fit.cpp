#include "models/analysis/curve_fit.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/check.hpp"
#include "sim/portable_math.hpp"

namespace models::analysis {

namespace {

constexpr double kLog2 = 0.693147180559945309;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double log2_of(double x) { return sim::portable_log(x) / kLog2; }

// What each coefficient of a shape is multiplied with at one size.
std::vector<double> terms_of(CurveShape shape, const std::vector<double>& breakpoints, double n) {
  switch (shape) {
    case CurveShape::kConstant:
      return {1};
    case CurveShape::kLinear:
      return {1, n};
    case CurveShape::kLinearithmic:
      return {1, n * log2_of(n)};
    case CurveShape::kQuadratic:
      return {1, n, n * n};
    case CurveShape::kPower:  // of the logarithms
      return {1, sim::portable_log(n)};
    case CurveShape::kPiecewise:
      break;
  }
  std::vector<double> terms{1, n};
  for (const double breakpoint : breakpoints) terms.push_back(std::max(0.0, n - breakpoint));
  return terms;
}

class Fitter {
 public:
  explicit Fitter(Curve& curve) : points_(curve.points), relative_(curve.relative) {}

  [[nodiscard]] Fit fit(CurveShape shape, std::vector<double> breakpoints = {}) const;
  [[nodiscard]] Fit piecewise(std::size_t breakpoints) const;
  [[nodiscard]] bool affords(std::size_t parameters) const {
    return points_.size() > parameters + 2;
  }

 private:
  void judge(Fit& fit) const;
  [[nodiscard]] Fit refined(Fit fit) const;

  const std::vector<CurvePoint>& points_;
  bool relative_;
};

Fit Fitter::fit(CurveShape shape, std::vector<double> breakpoints) const {
  Fit fit;
  fit.shape = shape;
  fit.breakpoints = std::move(breakpoints);
  const bool logarithms = shape == CurveShape::kPower;
  const auto rows = static_cast<Eigen::Index>(points_.size());
  const auto columns =
      static_cast<Eigen::Index>(terms_of(shape, fit.breakpoints, points_.front().size).size());
  Eigen::MatrixXd terms(rows, columns);
  Eigen::VectorXd values(rows);
  for (Eigen::Index i = 0; i < rows; ++i) {
    const CurvePoint& point = points_[static_cast<std::size_t>(i)];
    const std::vector<double> of_point = terms_of(shape, fit.breakpoints, point.size);
    const double weight = relative_ && !logarithms ? 1 / point.value : 1;
    for (Eigen::Index j = 0; j < columns; ++j) {
      terms(i, j) = of_point[static_cast<std::size_t>(j)] * weight;
    }
    values(i) = logarithms ? sim::portable_log(point.value) : point.value * weight;
  }
  // Columns of one size: sizes may span nine powers of ten, their squares eighteen.
  const Eigen::VectorXd scale = terms.colwise().norm().cwiseMax(1e-300);
  for (Eigen::Index j = 0; j < columns; ++j) terms.col(j) /= scale(j);
  Eigen::VectorXd solution = terms.colPivHouseholderQr().solve(values);
  for (Eigen::Index j = 0; j < columns; ++j) fit.coefficients.push_back(solution(j) / scale(j));
  if (logarithms) fit.coefficients[0] = sim::portable_exp(fit.coefficients[0]);
  judge(fit);
  return fit;
}

void Fitter::judge(Fit& fit) const {
  double squares = 0;
  for (const CurvePoint& point : points_) {
    const double scale = relative_ ? point.value : 1;
    const double residual = std::fabs((fit.at(point.size) - point.value) / scale);
    squares += residual * residual;
    fit.worst = std::max(fit.worst, residual);
  }
  const auto m = static_cast<double>(points_.size());
  const auto k = static_cast<double>(fit.parameters()) + 1;
  fit.deviation = std::sqrt(squares / m);
  double largest = 1;
  if (!relative_) {
    for (const CurvePoint& point : points_) largest = std::max(largest, std::fabs(point.value));
  }
  const double mean_square = std::max(squares / m, kExact * largest * kExact * largest);
  fit.criterion = m * sim::portable_log(mean_square) + 2 * k + 2 * k * (k + 1) / (m - k - 1);
}

// Moves each breakpoint between its neighbours to where the deviation is least, in turn.
Fit Fitter::refined(Fit best) const {
  constexpr double kGolden = 0.6180339887498949;
  for (int round = 0; round < 3; ++round) {
    for (std::size_t b = 0; b < best.breakpoints.size(); ++b) {
      const auto above = std::find_if(points_.begin(), points_.end(), [&](const CurvePoint& point) {
        return point.size > best.breakpoints[b];
      });
      const auto i = static_cast<std::size_t>(above - points_.begin());
      if (i < 2 || i >= points_.size()) continue;
      const auto tried = [&](double breakpoint) {
        std::vector<double> breakpoints = best.breakpoints;
        breakpoints[b] = breakpoint;
        return fit(CurveShape::kPiecewise, std::move(breakpoints));
      };
      double low = points_[i - (points_[i - 1].size >= best.breakpoints[b] ? 2 : 1)].size;
      double high = points_[i].size;
      for (int step = 0; step < 60; ++step) {
        Fit lower = tried(high - kGolden * (high - low));
        Fit upper = tried(low + kGolden * (high - low));
        (lower.deviation < upper.deviation ? high : low) =
            lower.deviation < upper.deviation ? upper.breakpoints[b] : lower.breakpoints[b];
        Fit& better = lower.deviation < upper.deviation ? lower : upper;
        if (better.deviation < best.deviation) best = std::move(better);
      }
    }
  }
  return best;
}

// Breakpoints at inner sizes at first, all choices; every line has two points at least.
Fit Fitter::piecewise(std::size_t breakpoints) const {
  std::optional<Fit> best;
  const auto offer = [&](std::vector<double> at) {
    Fit one = fit(CurveShape::kPiecewise, std::move(at));
    if (!best || one.deviation < best->deviation) best = std::move(one);
  };
  for (std::size_t i = 1; i + 1 < points_.size(); ++i) {
    if (breakpoints == 1) offer({points_[i].size});
    for (std::size_t j = i + 1; breakpoints == 2 && j + 1 < points_.size(); ++j) {
      offer({points_[i].size, points_[j].size});
    }
  }
  return refined(std::move(*best));
}

}  // namespace

std::string_view name_of(CurveShape shape) {
  constexpr std::string_view kNames[kCurveShapes] = {"constant",  "linear", "n log n",
                                                     "quadratic", "power",  "piecewise linear"};
  return kNames[static_cast<std::size_t>(shape)];
}

double Fit::at(double size) const {
  if (shape == CurveShape::kPower) {
    return coefficients[0] * sim::portable_pow(size, coefficients[1]);
  }
  const std::vector<double> terms = terms_of(shape, breakpoints, size);
  return std::inner_product(terms.begin(), terms.end(), coefficients.begin(), 0.0);
}

std::optional<double> Curve::value(double size) const {
  if (size < least_size || size > largest_size) return std::nullopt;
  return chosen().at(size);
}

Curve fit_curve(std::vector<CurvePoint> points) {
  std::sort(points.begin(), points.end(),
            [](const CurvePoint& a, const CurvePoint& b) { return a.size < b.size; });
  SIM_CHECK(points.size() >= 3 && points.front().size > 0);
  Curve curve;
  curve.points = std::move(points);
  curve.least_size = curve.points.front().size;
  curve.largest_size = curve.points.back().size;
  curve.relative = std::all_of(curve.points.begin(), curve.points.end(),
                               [](const CurvePoint& point) { return point.value > 0; });
  const Fitter fitter(curve);
  curve.fits.push_back(fitter.fit(CurveShape::kConstant));
  if (fitter.affords(2)) {
    curve.fits.push_back(fitter.fit(CurveShape::kLinear));
    curve.fits.push_back(fitter.fit(CurveShape::kLinearithmic));
    if (curve.relative) curve.fits.push_back(fitter.fit(CurveShape::kPower));
  }
  if (fitter.affords(3)) curve.fits.push_back(fitter.fit(CurveShape::kQuadratic));
  for (const std::size_t breakpoints : {1, 2}) {
    if (fitter.affords(2 + 2 * breakpoints)) curve.fits.push_back(fitter.piecewise(breakpoints));
  }
  std::stable_sort(curve.fits.begin(), curve.fits.end(),
                   [](const Fit& a, const Fit& b) { return a.criterion < b.criterion; });
  double least = kInfinity;
  for (const Fit& fit : curve.fits) least = std::min(least, fit.criterion);
  auto chosen = curve.fits.begin();
  for (auto fit = chosen; fit != curve.fits.end() && fit->criterion <= least + kAsGood; ++fit) {
    if (fit->parameters() < chosen->parameters()) chosen = fit;
  }
  std::rotate(curve.fits.begin(), chosen, chosen + 1);
  return curve;
}

std::vector<Growth> growth_of(std::span<const CurvePoint> points) {
  std::vector<Growth> result;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const CurvePoint& from = points[i - 1];
    const CurvePoint& to = points[i];
    SIM_CHECK(from.size > 0 && to.size > from.size && from.value > 0 && to.value > 0);
    const double doublings = log2_of(to.size / from.size);
    result.push_back({from.size, to.size, sim::portable_pow(to.value / from.value, 1 / doublings)});
  }
  return result;
}

}  // namespace models::analysis
