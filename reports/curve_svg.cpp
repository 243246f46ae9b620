// A measured curve as a drawing: logarithmic axes, a dot a size, the curve between them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/studies.hpp"
#include "reports/study_words.hpp"

namespace reports {

using studies::CurveSample;
using studies::MeasuredCurve;

namespace {

constexpr double kWidth = 720;
constexpr double kHeight = 440;
constexpr double kLeft = 110;
constexpr double kRight = 20;
constexpr double kTop = 40;
constexpr double kBottom = 60;

// From a value to its place on an axis; values of 0 or less lie at its end.
struct Axis {
  double low;
  double high;
  double from;
  double to;

  [[nodiscard]] double place(double value) const {
    if (!(value > 0) || high <= low) return from;
    const double share = (std::log(value) - std::log(low)) / (std::log(high) - std::log(low));
    return from + std::clamp(share, 0.0, 1.0) * (to - from);
  }
};

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else {
      result += c;
    }
  }
  return result;
}

std::string label(double x, double y, const char* anchor, const std::string& text) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor,
                     escaped(text));
}

std::string line(double x1, double y1, double x2, double y2, const char* colour) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\"/>\n", x1, y1, x2,
      y2, colour);
}

}  // namespace

std::string curve_svg(const MeasuredCurve& curve) {
  double low = 0;
  double high = 0;
  for (const CurveSample& sample : curve.samples) {
    const double value = sample.mean.mean;
    if (value > 0 && (low == 0 || value < low)) low = value;
    high = std::max(high, value);
  }
  const Axis x{curve.curve.least_size, curve.curve.largest_size, kLeft, kWidth - kRight};
  const Axis y{low * 0.9, high * 1.1, kHeight - kBottom, kTop};
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:g}\" height=\"{1:g}\" viewBox=\"0 0 "
      "{0:g} {1:g}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{0:g}\" "
      "height=\"{1:g}\" fill=\"white\"/>\n",
      kWidth, kHeight);
  svg += label(kLeft, kTop - 16, "start", fmt::format("{} over {}", curve.measure, curve.path));
  svg += line(x.from, y.from, x.to, y.from, "black") + line(x.from, y.from, x.from, y.to, "black");
  for (const studies::CurveBreak& bend : curve.bends) {
    svg += line(x.place(bend.size), y.from, x.place(bend.size), y.to, "#c60");
    svg += label(x.place(bend.size) + 4, y.to + 12, "start", bend.after);
  }
  std::string path;
  constexpr int kSteps = 120;
  for (int i = 0; i <= kSteps; ++i) {
    const double share = static_cast<double>(i) / kSteps;
    const double size = x.low * std::pow(x.high / x.low, share);
    path += fmt::format("{}{:.1f} {:.1f}", i == 0 ? "M" : " L", x.place(size),
                        y.place(curve.curve.chosen().at(size)));
  }
  svg += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"#06c\"/>\n", path);
  for (const CurveSample& sample : curve.samples) {
    const double at = x.place(static_cast<double>(sample.size.number));
    const double value = y.place(sample.mean.mean);
    svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"/>\n", at, value);
    svg += label(at, y.from + 18, "middle", quantity_text(sample.size));
    svg += label(kLeft - 8, value + 4, "end", measure_text(sample.mean.mean, curve.unit));
  }
  return svg + "</svg>\n";
}

}  // namespace reports
