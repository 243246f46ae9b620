// How busy each processor, disk and link was, and how long its line.
#include <fmt/format.h>

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/words.hpp"

namespace reports {

using models::durability::ResourceUse;

namespace {

double utilisation(const ResourceUse& use) { return use.busy / use.servers; }

// A script of a few steps leaves nearly everything idle, and its story tells who had to wait.
bool worth_telling(const RunView& view) {
  const auto& expectations = view.scenario().expectations;
  return !view.params().generators.empty() ||
         std::any_of(expectations.begin(), expectations.end(), [](const auto& expectation) {
           return std::holds_alternative<scenarios::ExpectUtilisation>(expectation.what);
         });
}

std::string lead_for(const std::vector<ResourceUse>& uses) {
  const auto busiest = std::max_element(
      uses.begin(), uses.end(),
      [](const ResourceUse& a, const ResourceUse& b) { return utilisation(a) < utilisation(b); });
  return fmt::format("{} is the busiest, at {:.1f}%.", busiest->name, utilisation(*busiest) * 100);
}

}  // namespace

std::optional<Section> resources(const RunView& view) {
  const std::vector<ResourceUse>& uses = view.outcome().resources;
  if (uses.empty() || !worth_telling(view)) return std::nullopt;
  Table table{"resources",
              "",
              {{"resource", "resource"},
               {"servers", "servers", ColumnKind::kNumber},
               {"utilisation", "busy", ColumnKind::kNumber},
               {"mean_waiting", "waiting on average", ColumnKind::kNumber},
               {"most_waiting", "at most", ColumnKind::kNumber}},
              {}};
  std::vector<std::string> idle;
  for (const ResourceUse& use : uses) {
    if (use.busy == 0 && use.most_waiting == 0) {
      idle.push_back(use.name);
      continue;
    }
    add_row(table, {text_cell(use.name), count_cell(static_cast<std::uint64_t>(use.servers)),
                    percent_cell(utilisation(use)), number_cell(use.waiting, 2),
                    count_cell(static_cast<std::uint64_t>(use.most_waiting))});
  }
  if (table.rows.empty()) return std::nullopt;
  Section section{"resources", "How busy the hardware is", lead_for(uses), {std::move(table)}, {}};
  if (!idle.empty()) section.notes.push_back(fmt::format("Idle: {}.", listed(idle)));
  return section;
}

}  // namespace reports
