#include <algorithm>

#include "reports/sections.hpp"

namespace reports {

Report durability_report(const RunView& view) {
  Report report{view.scenario().name, view.scenario().about, false, {}};
  const auto passed = [](const scenarios::Verdict& verdict) {
    return verdict.result == scenarios::Result::kPassed;
  };
  report.passed = !view.verdicts().empty() &&
                  std::all_of(view.verdicts().begin(), view.verdicts().end(), passed);
  report.sections.push_back(headline(view));
  for (std::optional<Section> section :
       {verdicts(view), story(view), observe_answers(view), ordering(view), requirements(view),
        clients(view), further_keys(view), load(view), resources(view), commands(view),
        hardware(view)}) {
    if (section) report.sections.push_back(std::move(*section));
  }
  report.sections.push_back(ending(view));
  return report;
}

}  // namespace reports
