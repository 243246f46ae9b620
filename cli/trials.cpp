#include "cli/trials.hpp"

#include "cli/parallel.hpp"
#include "scenarios/builtin.hpp"
#include "studies/precision.hpp"
#include "studies/value_list.hpp"

namespace cli {

studies::Source source_of(const std::string& file) {
  return {file, scenarios::with_builtin_files(scenarios::disk_files())};
}

studies::Runner runner_of(const studies::Source& source, unsigned jobs) {
  return [&source, jobs](std::span<const studies::TrialJob> wanted) {
    std::vector<studies::Trial> trials(wanted.size());
    in_parallel(wanted.size(), jobs, [&](std::size_t i) {
      trials[i] = studies::run_trial(source, wanted[i].variations, wanted[i].replication);
    });
    return trials;
  };
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
