// Trials of functions instead of scenarios: what a question finds can be known beforehand.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/check.hpp"
#include "studies/parameter.hpp"
#include "studies/runner.hpp"

namespace tests {

/// The number that a job gives the field `path`; 1 if it leaves it as it is.
inline double field_of(const studies::TrialJob& job, const std::string& path) {
  for (const studies::Variation& variation : job.variations) {
    if (variation.path != path) continue;
    const auto quantity = studies::read_quantity(variation.value);
    SIM_CHECK(quantity.has_value());
    return static_cast<double>(quantity->number);
  }
  return 1;
}

inline studies::Measure time_measure(std::string name, double nanoseconds) {
  return {std::move(name), static_cast<std::int64_t>(nanoseconds + 0.5),
          studies::Unit::kNanoseconds};
}
inline studies::Measure money_measure(std::string name, double amount) {
  return {std::move(name), static_cast<std::int64_t>(amount * 1e9), studies::Unit::kBillionths};
}

/// A runner that asks a function of a job for what was measured, and counts the jobs.
class Synthetic {
 public:
  using Function = std::function<studies::Trial(const studies::TrialJob&)>;

  explicit Synthetic(Function function) : function_(std::move(function)) {}

  [[nodiscard]] studies::Runner runner() {
    return [this](std::span<const studies::TrialJob> jobs) {
      std::vector<studies::Trial> trials;
      for (const studies::TrialJob& job : jobs) {
        trials.push_back(function_(job));
        trials.back().parameters = job.variations;
        trials.back().replication = job.replication;
        ++runs_;
      }
      rounds_.push_back(jobs.size());
      return trials;
    };
  }

  [[nodiscard]] std::size_t runs() const { return runs_; }
  [[nodiscard]] const std::vector<std::size_t>& rounds() const { return rounds_; }

 private:
  Function function_;
  std::size_t runs_ = 0;
  std::vector<std::size_t> rounds_;
};

}  // namespace tests
