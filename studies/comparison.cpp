#include "studies/comparison.hpp"

#include <algorithm>

#include "sim/check.hpp"
#include "studies/precision.hpp"

namespace studies {

namespace {

std::vector<std::string> missing(const std::vector<Estimate>& have,
                                 const std::vector<Estimate>& from) {
  std::vector<std::string> names;
  for (const Estimate& one : have) {
    const bool there = std::any_of(from.begin(), from.end(), [&](const Estimate& other) {
      return other.name == one.name && other.unit == one.unit;
    });
    if (!there) names.push_back(one.name);
  }
  return names;
}

}  // namespace

ComparedScenarios compare(const std::vector<Trial>& a, const std::vector<Trial>& b) {
  SIM_CHECK(a.size() == b.size() && !a.empty());
  ComparedScenarios result;
  result.replications = a.size();
  const std::vector<Estimate> of_a = estimates_of(a);
  const std::vector<Estimate> of_b = estimates_of(b);
  result.only_a = missing(of_a, of_b);
  result.only_b = missing(of_b, of_a);
  for (const Estimate& one : of_a) {
    std::vector<double> values_a;
    std::vector<double> values_b;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const Measure* in_a = a[i].find(one.name);
      const Measure* in_b = b[i].find(one.name);
      if (in_a == nullptr || in_b == nullptr || in_a->unit != in_b->unit) continue;
      values_a.push_back(in_a->number());
      values_b.push_back(in_b->number());
    }
    if (values_a.empty()) continue;
    result.measures.push_back({one.name, one.unit,
                               sim::paired_difference(std::span<const double>(values_a),
                                                      std::span<const double>(values_b)),
                               values_a == values_b});
  }
  return result;
}

}  // namespace studies
