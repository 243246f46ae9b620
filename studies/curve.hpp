// A measure over the sizes of something: the curve through it, where it breaks, and why there.
//
// Formula        one point a size: the mean over its replications; models/analysis/curve_fit.hpp
// Shape          the resource that holds a run up is looked up at every size, so that a breakpoint
//                can say what becomes the bottleneck
// Errors         throws scenarios::InvalidInput: no such measure, too few sizes, a size twice
// Checked by     tests/studies/curve_test.cpp
#pragma once

#include <string>
#include <vector>

#include "models/analysis/curve_fit.hpp"
#include "scenarios/comparison.hpp"
#include "sim/confidence.hpp"
#include "studies/parameter.hpp"
#include "studies/runner.hpp"

namespace studies {

struct CurveQuestion {
  std::string path;  // of the field that is varied
  std::vector<Quantity> sizes;
  std::string measure;
  std::uint64_t replications = 1;
  std::vector<Variation> besides = {};  // further fields that are changed
};

/// What was seen at one size.
struct CurveSample {
  Quantity size;
  sim::MeanInterval mean;
  std::string bottleneck;  // of the first replication
};

/// Where the curve bends, or another resource begins to hold it up.
struct CurveBreak {
  double size = 0;
  std::string before;  // the bottleneck below
  std::string after;   // and above
};

struct MeasuredCurve {
  std::string path;
  std::string measure;
  Unit unit = Unit::kNumber;
  std::vector<CurveSample> samples;  // by size
  std::vector<Quantity> missing;     // sizes at which no run had the measure
  models::analysis::Curve curve;
  std::vector<CurveBreak> bends;                 // of a piecewise curve, by size
  std::vector<CurveBreak> bottlenecks;           // by the size at which the new one was seen first
  std::vector<models::analysis::Growth> growth;  // empty if a value is not above 0
};

/// What every step from size to size must keep: "<= 2.1" times per doubling.
struct GrowthGate {
  std::string text;
  scenarios::Relation relation = scenarios::Relation::kAtMost;
  double per_doubling = 0;

  [[nodiscard]] bool holds(const models::analysis::Growth& growth) const {
    return scenarios::holds(growth.per_doubling, relation, per_doubling);
  }
};

/// What was written after `option`.
[[nodiscard]] GrowthGate read_growth_gate(const std::string& text, const std::string& option);

/// False where nothing can be said: a value that is not above 0, a size without a value.
[[nodiscard]] bool keeps(const MeasuredCurve& curve, const GrowthGate& gate);

/// What the runs of a question show, before a curve is laid through it.
struct SizesSeen {
  std::vector<CurveSample> samples;  // in the question's order
  std::vector<Quantity> missing;     // sizes at which no run had the measure
  Unit unit = Unit::kNumber;
  Trial first;
};
/// REQUIRES: at least one size.
[[nodiscard]] SizesSeen see_sizes(const CurveQuestion& question, const Runner& runner);

[[nodiscard]] MeasuredCurve measure_curve(const CurveQuestion& question, const Runner& runner);

/// The same from what was measured elsewhere. `option` is what to name in a report.
[[nodiscard]] MeasuredCurve curve_through(std::string path, std::string measure, Unit unit,
                                          std::vector<CurveSample> samples,
                                          const std::string& option);

}  // namespace studies
