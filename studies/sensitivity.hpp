// Which figures an answer hangs on: each moved down and up alone, on the same luck.
//
// Formula        elasticity = log(measure up / measure down) / log(figure up / figure down): 1
//                means that a figure one per cent larger makes the measure one per cent larger
// Randomness     replication 0 everywhere
// Shape          ranked by how far the measure moves, the file's order between equals. A figure
//                with which the run no longer has the measure stands first: it matters most
// Checked by     tests/studies/sensitivity_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "studies/knobs.hpp"
#include "studies/runner.hpp"

namespace studies {

struct SensitivityQuestion {
  std::vector<Knob> knobs;
  std::string measure;
  double factor = 2;  // > 1: divided by it and multiplied with it
};

struct Influence {
  Knob knob;
  std::string down_figure;
  std::string up_figure;
  std::optional<double> down;  // the measure with it; none: the run has no such measure
  std::optional<double> up;
  std::optional<double> elasticity;  // where both are above 0
  double swing = 0;                  // how far the measure moves; infinity where one is missing
};

struct Sensitivity {
  std::string measure;
  Unit unit = Unit::kNumber;
  double base = 0;
  double factor = 2;
  std::vector<Influence> influences;
};

/// REQUIRES: factor > 1, every knob can be scaled. Throws scenarios::InvalidInput if the run as it
/// stands has no such measure.
[[nodiscard]] Sensitivity sensitivity(const SensitivityQuestion& question, const Runner& runner);

/// The knobs that the scenario still loads with, scaled down and up.
[[nodiscard]] std::vector<Knob> loadable(const std::vector<Knob>& knobs, double factor,
                                         const Source& source);

}  // namespace studies
