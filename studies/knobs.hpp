// The figures that a scenario's answer may hang on: costs and rates of hardware and programs.
//
// Shape          durations, sizes and rates below the scenario's fields, a distribution as one
//                figure; of a named profile each figure that the scenario does not change. Counts
//                (cores, batches, caps) are tried only where they are guessed, a volume's cap, or
//                say how much there is to do (dataset, traffic, workload: rows, clients, rates).
//                What happens and what is asked (script, expect, until, ...) is no figure. A figure
//                is guessed if its line says so in a comment, or its profile
// Checked by     tests/studies/knobs_test.cpp
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "studies/variation.hpp"

namespace studies {

struct Knob {
  std::string name;     // "hardware.db.disk.sync"
  std::string source;   // guessed, vendor, measured (of its profile); in the scenario asked (how
                        // much there is to do) or stated
  std::string profile;  // empty: the scenario states it
  std::string path;     // what a variation writes to: the figure's, or that of the profile's name
  std::string written;  // "700us", "{lognormal: {median: 700us, p99: 3ms}}"
  std::string before;   // what stands around it in a variation: "{profile: gp3, sync: ", "}"
  std::string after;
};

/// The figure with all its durations, sizes, rates and counts times that factor; nothing if nothing
/// in it can be scaled. REQUIRES: factor > 0.
[[nodiscard]] std::optional<std::string> scaled(const std::string& written, double factor);

/// The variation that gives it another figure.
[[nodiscard]] Variation turned(const Knob& knob, const std::string& figure);

/// In the order of the file, profiles' figures where their names stand.
[[nodiscard]] std::vector<Knob> knobs_of(const Source& source);

}  // namespace studies
