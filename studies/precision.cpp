#include "studies/precision.hpp"

#include <algorithm>
#include <cmath>

#include "sim/check.hpp"
#include "studies/limit.hpp"

namespace studies {

namespace {

bool known_to(const sim::MeanInterval& interval, double share) {
  return interval.known() && interval.half_width <= share * std::fabs(interval.mean);
}

// So many replications would be enough for this one, if they go on as so far.
double wanted(const sim::MeanInterval& interval, double share) {
  const double ratio = interval.half_width / (share * std::fabs(interval.mean));
  return std::ceil(static_cast<double>(interval.count) * ratio * ratio);
}

void mark(std::vector<Estimate>& estimates, const PrecisionQuestion& question) {
  for (Estimate& one : estimates) {
    one.asked = std::find(question.measures.begin(), question.measures.end(), one.name) !=
                question.measures.end();
    one.reached = known_to(one.interval, question.share);
  }
}

}  // namespace

std::vector<Estimate> estimates_of(const std::vector<Trial>& trials) {
  std::vector<Estimate> result;
  std::vector<std::vector<double>> values;
  for (const Trial& trial : trials) {
    std::size_t place = 0;
    for (const Measure& measure : trial.measures) {
      const auto known = std::find_if(result.begin(), result.end(), [&](const Estimate& one) {
        return one.name == measure.name;
      });
      if (known == result.end()) {
        // After the measure that stands before it in this trial.
        const auto at = static_cast<std::ptrdiff_t>(place);
        result.insert(result.begin() + at, {measure.name, measure.unit, {}, {}, false, false});
        values.insert(values.begin() + at, std::vector<double>{});
      } else {
        place = static_cast<std::size_t>(known - result.begin());
      }
      values[place].push_back(measure.number());
      ++place;
    }
  }
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i].interval = sim::mean_interval(std::span<const double>(values[i]));
    std::sort(values[i].begin(), values[i].end());
    result[i].p95 = sim::quantile_interval(values[i], 0.95);
  }
  return result;
}

Precision estimate(const PrecisionQuestion& question, const Runner& runner,
                   const std::vector<Variation>& variations) {
  SIM_CHECK(question.share > 0 && question.most >= 2);
  std::vector<Trial> trials =
      run_replications(runner, variations, 0, std::min(kFirstReplications, question.most));
  for (const std::string& name : question.measures) {
    check_measure(name, "--of", trials.front());
  }
  Precision result;
  while (true) {
    result.replications = trials.size();
    result.estimates = estimates_of(trials);
    mark(result.estimates, question);
    double enough = 0;
    for (const Estimate& one : result.estimates) {
      if (!one.asked || one.reached) continue;
      enough = std::max(enough,
                        one.interval.mean == 0 ? HUGE_VAL : wanted(one.interval, question.share));
    }
    result.reached = enough == 0;
    if (result.reached || result.replications >= question.most) return result;
    const auto count = static_cast<double>(result.replications);
    const double next =
        std::min({std::max(enough, count + 1), 2 * count, static_cast<double>(question.most)});
    const auto more = run_replications(runner, variations, result.replications,
                                       static_cast<std::uint64_t>(next) - result.replications);
    trials.insert(trials.end(), more.begin(), more.end());
  }
}

}  // namespace studies
