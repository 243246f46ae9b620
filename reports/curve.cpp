// A measure over sizes: what was seen, the curve through it, where it breaks, how it grows.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/migration/words.hpp"
#include "reports/studies.hpp"
#include "reports/study_words.hpp"
#include "reports/words.hpp"

namespace reports {

using models::analysis::CurveShape;
using models::analysis::Fit;
using studies::CurveBreak;
using studies::CurveSample;
using studies::MeasuredCurve;
using studies::Quantity;

namespace {

constexpr std::size_t kBar = 20;

Quantity size_like(const MeasuredCurve& curve, double size) {
  return {curve.samples.front().size.kind, std::llround(size)};
}

// Sizes that were found, not given: four digits are enough.
std::string rounded_size(const MeasuredCurve& curve, double size) {
  if (curve.samples.front().size.kind != studies::ParameterKind::kCount) {
    return quantity_text(size_like(curve, size));
  }
  const double unit = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(1.0, size))) - 3));
  return migration::grouped(
      static_cast<std::uint64_t>(std::llround(size / unit) * std::llround(unit)));
}

// "3s + 125us n", with n the size.
std::string formula(const Fit& fit, studies::Unit unit) {
  const auto value = [&](double number) {
    // What one more of the size costs may be less than the unit shows.
    if (unit == studies::Unit::kNanoseconds && std::fabs(number) < 1000 && number != 0) {
      return fmt::format("{:.4g}ns", number);
    }
    return unit == studies::Unit::kNumber || std::fabs(number) < 1 ? fmt::format("{:.4g}", number)
                                                                   : measure_text(number, unit);
  };
  const auto plus = [&](double number, std::string_view of) {
    return fmt::format(" {} {} {}", number < 0 ? "-" : "+", value(std::fabs(number)), of);
  };
  const std::vector<double>& c = fit.coefficients;
  switch (fit.shape) {
    case CurveShape::kConstant:
      return value(c[0]);
    case CurveShape::kLinear:
    case CurveShape::kPiecewise:
      return value(c[0]) + plus(c[1], "n");
    case CurveShape::kLinearithmic:
      return value(c[0]) + plus(c[1], "n log2 n");
    case CurveShape::kQuadratic:
      return value(c[0]) + plus(c[1], "n") + plus(c[2], "n^2");
    case CurveShape::kPower:
      return fmt::format("{} n^{:.3f}", value(c[0]), c[1]);
  }
  return "";
}

std::string lead_of(const MeasuredCurve& curve) {
  const Fit& chosen = curve.curve.chosen();
  std::string text = fmt::format("{} is {} in {}: {}", curve.measure, name_of(chosen.shape),
                                 curve.path, formula(chosen, curve.unit));
  if (chosen.shape == CurveShape::kPiecewise) text += " at first";
  // Below that it is the last bits of the fit, which may differ between machines.
  constexpr double kLeastPercent = 0.01;
  text += fmt::format(", within {:.2g}% of what was seen, from {} to {}.",
                      std::max(kLeastPercent, chosen.worst * 100),
                      quantity_text(curve.samples.front().size),
                      quantity_text(curve.samples.back().size));
  if (!curve.curve.relative) {
    text = fmt::format("{} is {} in {}: {}.", curve.measure, name_of(chosen.shape), curve.path,
                       formula(chosen, curve.unit));
  }
  return text;
}

Table points_table(const MeasuredCurve& curve) {
  Table table{"points",
              "",
              {{"size", curve.path},
               {"value", curve.measure},
               {"half_width", "+/-"},
               {"curve", "curve"},
               {"residual", "off by", ColumnKind::kNumber},
               {"held_up_by", "held up by"},
               {"plot", "from 0 to the largest"}},
              {}};
  double largest = 0;
  bool intervals = false;
  for (const CurveSample& sample : curve.samples) {
    largest = std::max(largest, sample.mean.mean);
    intervals |= sample.mean.known();
  }
  table.columns[2].shown = intervals;
  for (const CurveSample& sample : curve.samples) {
    const double value = sample.mean.mean;
    const double fitted = curve.curve.chosen().at(static_cast<double>(sample.size.number));
    add_row(
        table,
        {text_cell(quantity_text(sample.size)), measure_cell(value, curve.unit),
         measure_cell(sample.mean.half_width, curve.unit), measure_cell(fitted, curve.unit),
         value == 0 ? migration::empty_cell() : percent_cell(std::fabs((fitted - value) / value)),
         text_cell(sample.bottleneck),
         text_cell(largest > 0 ? bar(std::max(0.0, value) / largest, kBar) : "")});
  }
  return table;
}

Table shapes_table(const MeasuredCurve& curve) {
  Table table{"shapes",
              "The shapes that were tried",
              {{"shape", "shape"},
               {"formula", "formula"},
               {"breakpoints", "breakpoints", ColumnKind::kNumber},
               {"deviation", "deviation", ColumnKind::kNumber},
               {"worst", "worst", ColumnKind::kNumber},
               {"criterion", "AICc", ColumnKind::kNumber}},
              {}};
  for (const Fit& fit : curve.curve.fits) {
    const auto cell = [&](double residual) {
      return curve.curve.relative ? percent_cell(residual) : number_cell(residual, 4);
    };
    add_row(table, {text_cell(std::string(name_of(fit.shape))), text_cell(formula(fit, curve.unit)),
                    count_cell(fit.breakpoints.size()), cell(fit.deviation), cell(fit.worst),
                    number_cell(fit.criterion, 1)});
  }
  return table;
}

Table breaks_table(const MeasuredCurve& curve) {
  Table table{
      "breaks",
      "Where it breaks",
      {{"size", "from"}, {"what", "what"}, {"before", "held up by before"}, {"after", "and then"}},
      {}};
  const auto add = [&](const CurveBreak& at, const char* what, bool exact) {
    add_row(table, {text_cell(exact ? quantity_text(size_like(curve, at.size))
                                    : rounded_size(curve, at.size)),
                    text_cell(what), text_cell(at.before), text_cell(at.after)});
  };
  for (const CurveBreak& bend : curve.bends) add(bend, "the curve bends", false);
  for (const CurveBreak& other : curve.bottlenecks)
    add(other, "another bottleneck, first seen", true);
  return table;
}

Table growth_table(const MeasuredCurve& curve, const studies::GrowthGate* gate) {
  Table table{"growth",
              "Growth",
              {{"from", "from"},
               {"to", "to"},
               {"per_doubling", "times, per doubling", ColumnKind::kNumber}},
              {}};
  for (const models::analysis::Growth& one : curve.growth) {
    add_row(table,
            {text_cell(quantity_text(size_like(curve, one.from))),
             text_cell(quantity_text(size_like(curve, one.to))), number_cell(one.per_doubling, 3)});
    if (gate == nullptr) continue;
    Cell& cell = table.rows.back().back();
    cell.tone = gate->holds(one) ? Tone::kGood : Tone::kBad;
  }
  return table;
}

// Whether the gate holds, and where it does not.
std::string gate_words(const MeasuredCurve& curve, const studies::GrowthGate& gate) {
  if (keeps(curve, gate)) {
    return fmt::format("It grows {} times per doubling everywhere.", gate.text);
  }
  for (const models::analysis::Growth& one : curve.growth) {
    if (gate.holds(one)) continue;
    return fmt::format("It does not grow {} times per doubling: {:.3f} times from {} to {}.",
                       gate.text, one.per_doubling, quantity_text(size_like(curve, one.from)),
                       quantity_text(size_like(curve, one.to)));
  }
  return fmt::format(
      "Whether it grows {} times per doubling cannot be told: a size has no value "
      "above 0.",
      gate.text);
}

// What the curve says of sizes that were not run; nothing of those outside.
Table asked_table(const MeasuredCurve& curve, const std::vector<Quantity>& asked) {
  Table table{"asked", "Between the sizes", {{"size", curve.path}, {"value", curve.measure}}, {}};
  for (const Quantity& size : asked) {
    const auto value = curve.curve.value(static_cast<double>(size.number));
    Cell cell = value ? measure_cell(*value, curve.unit)
                      : Cell{"outside of what was run: not told", std::monostate{}, Tone::kBad};
    add_row(table, {text_cell(quantity_text(size)), std::move(cell)});
  }
  return table;
}

}  // namespace

std::vector<Section> sections_of(const MeasuredCurve& curve, const std::vector<Quantity>& asked,
                                 const studies::GrowthGate* gate) {
  Section section{
      "curve", fmt::format("{} over {}", curve.measure, curve.path), lead_of(curve), {}, {}};
  for (Table table : {points_table(curve), asked_table(curve, asked), breaks_table(curve),
                      growth_table(curve, gate), shapes_table(curve)}) {
    if (!table.rows.empty()) section.tables.push_back(std::move(table));
  }
  if (gate != nullptr) {
    section.lead += " " + gate_words(curve, *gate);
    section.tone = keeps(curve, *gate) ? Tone::kGood : Tone::kBad;
  }
  section.notes.push_back(fmt::format(
      "The curve holds from {} to {} and says nothing of other sizes, where the next "
      "bottleneck may wait.",
      quantity_text(curve.samples.front().size), quantity_text(curve.samples.back().size)));
  section.notes.emplace_back(
      "The shape is the one with the smallest AICc, and of those within 2 of it the one with the "
      "fewest parameters.");
  for (const Quantity& size : curve.missing) {
    section.notes.push_back(
        fmt::format("At {} there is no {}.", quantity_text(size), curve.measure));
  }
  return {std::move(section)};
}

Section section_of(const studies::ExpectedGrowth& expected, const studies::JudgedGrowth& judged) {
  if (judged.curve.samples.empty()) {
    return {"curve",
            fmt::format("{} over {}", expected.question.measure, expected.question.path),
            fmt::format("Whether {} cannot be told: {}.", expected.text, judged.verdict.seen),
            {},
            {},
            Tone::kBad};
  }
  return sections_of(judged.curve, {}, &expected.gate).front();
}

}  // namespace reports
