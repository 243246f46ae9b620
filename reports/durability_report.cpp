#include "reports/sections.hpp"

namespace reports {

Report durability_report(const RunView& view) {
  Report report{view.scenario().name, view.scenario().about, all_passed(view.verdicts()), {}};
  report.sections.push_back(headline(view));
  for (std::optional<Section> section :
       {verdicts(view.verdicts()), story(view), faults(view), promises(view), observe_answers(view),
        ordering(view), requirements(view), sync_writes(view), clients(view), further_keys(view),
        load(view), watched_writes(view), resources(view), certainty(view), commands(view),
        hardware(view.scenario().hardware, view.params().nodes.size())}) {
    if (section) report.sections.push_back(std::move(*section));
  }
  report.sections.push_back(ending(view));
  return report;
}

}  // namespace reports
