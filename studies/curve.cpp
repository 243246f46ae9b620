#include "studies/curve.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/quantity.hpp"
#include "sim/check.hpp"
#include "studies/limit.hpp"

namespace studies {

namespace analysis = models::analysis;

namespace {

[[noreturn]] void refuse(const std::string& option, std::string message, std::string hint) {
  scenarios::Problems problems;
  problems.report({option, 0, 0}, std::move(message), std::move(hint));
  throw scenarios::InvalidInput(std::move(problems));
}

void check_sizes(const std::vector<CurveSample>& samples, const std::string& option) {
  constexpr std::size_t kFewest = 3;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (samples[i].size.number <= 0) {
      refuse(option, "a curve needs sizes above 0", "leave 0 out");
    }
    if (i > 0 && samples[i].size == samples[i - 1].size) {
      refuse(option, fmt::format("the size {} is there twice", quantity_text(samples[i].size)),
             "write each size once");
    }
  }
  if (samples.size() >= kFewest) return;
  refuse(option, fmt::format("{} sizes with a value are too few for a curve", samples.size()),
         "give three or more, better seven: 1k..1M:log7");
}

// The last sample at or below a size.
std::size_t sample_below(const std::vector<CurveSample>& samples, double size) {
  std::size_t below = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (static_cast<double>(samples[i].size.number) <= size) below = i;
  }
  return below;
}

void find_breaks(MeasuredCurve& result) {
  const std::vector<CurveSample>& samples = result.samples;
  for (const double size : result.curve.chosen().breakpoints) {
    const std::size_t below = sample_below(samples, size);
    const std::size_t above = std::min(below + 1, samples.size() - 1);
    // Just below the bend what held the runs up is told by the size before it.
    const bool on_it = static_cast<double>(samples[below].size.number) >= size && below > 0;
    result.bends.push_back(
        {size, samples[on_it ? below - 1 : below].bottleneck, samples[above].bottleneck});
  }
  for (std::size_t i = 1; i < samples.size(); ++i) {
    if (samples[i].bottleneck == samples[i - 1].bottleneck) continue;
    result.bottlenecks.push_back({static_cast<double>(samples[i].size.number),
                                  samples[i - 1].bottleneck, samples[i].bottleneck});
  }
}

}  // namespace

GrowthGate read_growth_gate(const std::string& text, const std::string& option) {
  const auto comparison = scenarios::read_comparison(text);
  if (comparison.value) {
    const auto number = scenarios::read_number(comparison.value->quantity);
    if (number.value && *number.value > 0) {
      return {text, comparison.value->relation, *number.value};
    }
  }
  scenarios::Problems problems;
  problems.add_source(option, text);
  problems.report({option, 1, 1}, fmt::format("'{}' is no growth", text),
                  "write a sign and how many times per doubling: \"<= 2.1\"");
  throw scenarios::InvalidInput(std::move(problems));
}

bool keeps(const MeasuredCurve& curve, const GrowthGate& gate) {
  return curve.missing.empty() && !curve.growth.empty() &&
         std::all_of(curve.growth.begin(), curve.growth.end(),
                     [&](const analysis::Growth& one) { return gate.holds(one); });
}

MeasuredCurve curve_through(std::string path, std::string measure, Unit unit,
                            std::vector<CurveSample> samples, const std::string& option) {
  MeasuredCurve result;
  result.path = std::move(path);
  result.measure = std::move(measure);
  result.unit = unit;
  std::sort(samples.begin(), samples.end(), [](const CurveSample& a, const CurveSample& b) {
    return a.size.number < b.size.number;
  });
  check_sizes(samples, option);
  result.samples = std::move(samples);
  std::vector<analysis::CurvePoint> points;
  for (const CurveSample& sample : result.samples) {
    points.push_back({static_cast<double>(sample.size.number), sample.mean.mean});
  }
  result.curve = analysis::fit_curve(points);
  if (result.curve.relative) result.growth = analysis::growth_of(points);
  find_breaks(result);
  return result;
}

SizesSeen see_sizes(const CurveQuestion& question, const Runner& runner) {
  SIM_CHECK(!question.sizes.empty() && question.replications > 0);
  std::vector<TrialJob> jobs;
  for (const Quantity& size : question.sizes) {
    std::vector<Variation> variations = question.besides;
    variations.push_back({question.path, quantity_text(size)});
    for (std::uint64_t r = 0; r < question.replications; ++r) jobs.push_back({variations, r});
  }
  std::vector<Trial> trials = runner(jobs);
  SizesSeen seen;
  for (std::size_t i = 0; i < question.sizes.size(); ++i) {
    std::vector<double> values;
    const auto first = static_cast<std::size_t>(i * question.replications);
    for (std::size_t r = 0; r < question.replications; ++r) {
      const Measure* measure = trials[first + r].find(question.measure);
      if (measure == nullptr) continue;
      seen.unit = measure->unit;
      values.push_back(measure->number());
    }
    if (values.empty()) {
      seen.missing.push_back(question.sizes[i]);
      continue;
    }
    seen.samples.push_back({question.sizes[i], sim::mean_interval(std::span<const double>(values)),
                            trials[first].bottleneck});
  }
  seen.first = std::move(trials.front());
  return seen;
}

MeasuredCurve measure_curve(const CurveQuestion& question, const Runner& runner) {
  SizesSeen seen = see_sizes(question, runner);
  if (seen.samples.empty()) check_measure(question.measure, "--of", seen.first);
  MeasuredCurve result =
      curve_through(question.path, question.measure, seen.unit, std::move(seen.samples), "--over");
  result.missing = std::move(seen.missing);
  return result;
}

}  // namespace studies
