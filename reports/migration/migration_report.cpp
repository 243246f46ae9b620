#include "reports/migration/sections.hpp"
#include "reports/sections.hpp"

namespace reports::migration {

Report migration_report(const MigrationView& view) {
  Report report{view.scenario().name, view.scenario().about, all_passed(view.verdicts()), {}};
  report.sections.push_back(headline(view));
  for (std::optional<Section> section :
       {verdicts(view.verdicts()), questions(view), readiness(view), downtime(view), phases(view),
        accidents(view), data_check(view), calls(view), comparison(view), use(view), space(view),
        money(view), inventory(view), coverage(view), hardware(view)}) {
    if (section) report.sections.push_back(std::move(*section));
  }
  report.sections.push_back(ending(view));
  return report;
}

}  // namespace reports::migration
