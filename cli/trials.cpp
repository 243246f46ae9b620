#include "cli/trials.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/parallel.hpp"
#include "reports/words.hpp"
#include "scenarios/builtin.hpp"
#include "studies/precision.hpp"
#include "studies/value_list.hpp"

namespace cli {

studies::Source source_of(const std::string& file) {
  return {file, scenarios::with_builtin_files(scenarios::disk_files())};
}

namespace {

void count(const studies::Trial& trial, Ways& ways) {
  ++ways.runs;
  if (trial.obtained != studies::Obtained::kSampled) return;
  ++ways.sampled;
  const studies::Measure* const whole = trial.find("duration");
  const studies::Measure* const half = trial.find("duration_half_width");
  if (whole == nullptr || half == nullptr || whole->number() <= 0) return;
  ways.share = std::max(ways.share, half->number() / whole->number());
}

}  // namespace

studies::Runner runner_of(const studies::Source& source, unsigned jobs, Ways* ways) {
  return [&source, jobs, ways](std::span<const studies::TrialJob> wanted) {
    std::vector<studies::Trial> trials(wanted.size());
    in_parallel(wanted.size(), jobs, [&](std::size_t i) {
      trials[i] = studies::run_trial(source, wanted[i].variations, wanted[i].replication);
    });
    if (ways != nullptr) {
      for (const studies::Trial& trial : trials) count(trial, *ways);
    }
    return trials;
  };
}

void add_ways(reports::Report& report, const Ways& ways) {
  if (ways.sampled == 0 || report.sections.empty()) return;
  report.sections.back().notes.push_back(fmt::format(
      "{} of {} {} sampled: times are estimates, those of whole runs known to {:.1f}% at worst, 19 "
      "times in 20.",
      ways.sampled, reports::number_of(ways.runs, "run"), ways.sampled == 1 ? "was" : "were",
      100 * ways.share));
}

std::string measure_of(const studies::Source& source, const std::string& name) {
  if (!name.empty()) return name;
  return studies::gated_measures(source.load({})).front();
}

Over read_over(const std::string& text, const std::string& option) {
  const std::size_t equal = text.find('=');
  scenarios::Problems problems;
  problems.add_source(option, text);
  Over over{text.substr(0, equal), {}};
  const scenarios::Place place{option, 1, static_cast<int>(equal) + 2};
  for (const studies::ListedValue& value :
       studies::read_value_list(std::string_view(text).substr(equal + 1), place, problems)) {
    over.values.push_back(value.text);
  }
  if (!problems.empty()) throw scenarios::InvalidInput(std::move(problems));
  return over;
}

std::vector<studies::Quantity> read_sizes(const std::string& text, const std::string& option) {
  scenarios::Problems problems;
  problems.add_source(option, text);
  std::vector<studies::Quantity> sizes;
  for (const studies::ListedValue& value :
       studies::read_value_list(text, {option, 1, 1}, problems)) {
    sizes.push_back(studies::read_quantity(value.text, option));
  }
  if (!problems.empty()) throw scenarios::InvalidInput(std::move(problems));
  return sizes;
}

}  // namespace cli
